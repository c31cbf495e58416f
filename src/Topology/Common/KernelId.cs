namespace LustreSupervisor.Topology.Common;

/// <summary>
/// The unit of safety: one boot of one machine. At most one kernel ever writes a target; pods and node names are not the unit.
/// </summary>
/// <param name="SystemUuid">The machine, <c>/sys/class/dmi/id/product_uuid</c>.</param>
/// <param name="BootId">The boot, <c>/proc/sys/kernel/random/boot_id</c>.</param>
public sealed record KernelId(string SystemUuid, string BootId)
{
    /// <inheritdoc/>
    public override string ToString() => $"{SystemUuid}/{BootId}";
}
