using System.Globalization;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>Machine and boot of a node, kept where Linux shows them: agents read them there, under the node's root.</summary>
/// <param name="SystemUuid">The machine, for ever (<c>/sys/class/dmi/id/product_uuid</c>).</param>
/// <param name="BootId">The boot, new at every start of the node process (<c>/proc/sys/kernel/random/boot_id</c>).</param>
public sealed record NodeIdentity(string SystemUuid, string BootId)
{
    /// <summary>The machine's system UUID; made at the first call.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="node">Node name.</param>
    public static string EnsureMachine(StateDirectory directory, string node)
    {
        var path = MachineFile(directory, node);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            AtomicFile.Write(path, Guid.NewGuid() + "\n");
        return File.ReadAllText(path).Trim();
    }

    /// <summary>Gives a machine its system UUID, such as a virtual one, whose firmware is configured.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="node">Node name.</param>
    /// <param name="systemUuid">The UUID.</param>
    internal static void SetMachine(StateDirectory directory, string node, string systemUuid)
    {
        var path = MachineFile(directory, node);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, systemUuid + "\n");
    }

    /// <summary>Starts a new boot: a new boot id stands in the node's root when this returns.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="node">Node name.</param>
    public static NodeIdentity Boot(StateDirectory directory, string node)
    {
        var path = BootFile(directory, node);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var boot = Guid.NewGuid().ToString();
        AtomicFile.Write(path, boot + "\n");
        return new NodeIdentity(EnsureMachine(directory, node), boot);
    }

    /// <summary>What stands in the node's root; null before its first boot.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="node">Node name.</param>
    public static NodeIdentity? Read(StateDirectory directory, string node) =>
        File.Exists(BootFile(directory, node))
            ? new NodeIdentity(EnsureMachine(directory, node), File.ReadAllText(BootFile(directory, node)).Trim())
            : null;

    /// <summary>
    /// Shows the host id by which ZFS tells hosts apart, where the module shows it (<c>spl_hostid</c>); 0 when nobody has set one. There is no
    /// <c>/etc/hostid</c>.
    /// </summary>
    /// <param name="directory">State directory.</param>
    /// <param name="node">Node name.</param>
    /// <param name="hostId">The simulated kernel's.</param>
    public static void WriteHostId(StateDirectory directory, string node, uint hostId)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var path = Path.Combine(directory.NodeRoot(node), "sys", "module", "spl", "parameters", "spl_hostid");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, hostId.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    private static string MachineFile(StateDirectory directory, string node) =>
        Path.Combine(directory.NodeRoot(node), "sys", "class", "dmi", "id", "product_uuid");

    private static string BootFile(StateDirectory directory, string node) =>
        Path.Combine(directory.NodeRoot(node), "proc", "sys", "kernel", "random", "boot_id");
}
