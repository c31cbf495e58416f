using System.Collections.Immutable;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Supervisor.Fencing.Storage;

/// <summary>
/// Cuts a machine's kernel off from the devices of the servers that wait, by reservations, through the node agents of other machines. The kernel may
/// live on, frozen or deaf: its writes are refused by the devices themselves. It counts for those devices only, and only for all of them together.
/// </summary>
/// <param name="backend">Kind of reservations.</param>
/// <param name="nodes">Node agents.</param>
/// <param name="heardFirst">The nodes that there are, those that were heard last first.</param>
public sealed class StorageFenceAgent(ReservationBackend backend, INodeAgents nodes, Func<IEnumerable<NodeFact>> heardFirst) : IFenceAgent
{
    /// <inheritdoc/>
    public string Name => backend == ReservationBackend.Scsi ? ReservationBackends.ScsiAgent : ReservationBackends.NvmeAgent;

    /// <inheritdoc/>
    public async Task<FenceConfirmation> FenceAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.BootId.Length == 0)
            throw new FenceFailedException($"{order.NodeName}: nobody knows which boot is to be cut off");
        if (order.Scope.Devices.IsEmpty)
            throw new FenceFailedException($"{order.NodeName}: no device is named; reservations cut a machine off from devices, not from everything");
        var outcomes = await Task.WhenAll(order.Scope.Devices.Select(d => DeviceAsync(order, d, cancellationToken)));
        return outcomes.All(o => o.Evidence is not null)
            ? new FenceConfirmation(Name, string.Join(" | ", outcomes.Select(o => o.Evidence))) { Devices = [.. outcomes.Select(o => o.Id)] }
            : throw new FenceFailedException(string.Join("; ", outcomes.Select(Describe)));
    }

    private static string Describe(Outcome outcome) =>
        outcome.Evidence is null ? $"{outcome.Id} is not cut off: {outcome.Reason}" : $"{outcome.Id} is cut off, which counts only with the others";

    private async Task<Outcome> DeviceAsync(FenceOrder order, FenceDevice device, CancellationToken cancellationToken)
    {
        var others = heardFirst().Where(n => !IsVictim(n, order)).ToArray();
        var known = others.Select(n => n.Kernel).Where(k => k.BootId.Length > 0).ToImmutableArray();
        var reasons = device.Paths.Where(p => others.All(n => n.Name != p.Node)).Select(p => $"{p.Node} is not there").ToList();
        foreach (var node in others)
        {
            if (device.Paths.FirstOrDefault(p => p.Node == node.Name) is not { } path)
                continue;
            try
            {
                var fence = new StorageFenceOrder(
                    ReservationBackends.Word(backend), path.Path, device.Id, new KernelId(order.SystemUuid, order.BootId)) { Known = known };
                var result = await nodes.FenceAsync(node.AgentEndpoint, fence, cancellationToken);
                if (result is { Fault: null, VictimGone: true, Evidence.Length: > 0 })
                    return new Outcome(device.Id, $"{path.Node}: {result.Evidence}", "");
                reasons.Add($"{path.Node}: {result.Fault?.Message ?? "it says nothing of what the device said"}");
            }
            catch (Exception e) when (e is AgentSessionException or AgentRefusedException)
            {
                reasons.Add($"{path.Node}: {e.Message}");
            }
        }

        return new Outcome(device.Id, null, reasons.Count == 0 ? "no other node reaches it" : string.Join("; ", reasons));
    }

    private static bool IsVictim(NodeFact node, FenceOrder order) =>
        node.Kernel.SystemUuid.Equals(order.SystemUuid, StringComparison.OrdinalIgnoreCase);

    /// <summary>How it went with one device.</summary>
    /// <param name="Id">Its identity.</param>
    /// <param name="Evidence">Null when it is not known to be cut off.</param>
    /// <param name="Reason">Why not.</param>
    private sealed record Outcome(string Id, string? Evidence, string Reason);
}
