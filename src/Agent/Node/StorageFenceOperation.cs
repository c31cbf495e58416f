using System.Collections.Immutable;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Reservations;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Node;

/// <summary>Which kernel to cut off from which device.</summary>
/// <param name="Backend">Kind of reservations.</param>
/// <param name="DevicePath">Path on this node.</param>
/// <param name="DeviceId">Identity, compared on the spot.</param>
/// <param name="Victim">The kernel.</param>
/// <param name="Known">Kernels of other machines.</param>
internal sealed record StorageFenceTask(
    ReservationBackend Backend, string DevicePath, string DeviceId, KernelId Victim, ImmutableArray<KernelId> Known);

/// <summary>How it ended.</summary>
/// <param name="Fault">Null when the victim is cut off.</param>
/// <param name="Evidence">What the device said.</param>
internal sealed record StorageFenceEnd(Fault? Fault, string Evidence);

/// <summary>Cuts another machine's kernel off from a device that this node reaches; every step is <see cref="StorageFenceRule"/>'s.</summary>
internal sealed class StorageFenceOperation(ReservedDevices devices, KernelReader kernel, ILogger<StorageFenceOperation> logger)
    : IDisposable
{
    /// <summary>One fence at a time: two of one device would take each other's steps.</summary>
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Carries it out. Never throws but for cancellation: what is not understood confirms nothing.</summary>
    public async Task<StorageFenceEnd> RunAsync(StorageFenceTask task, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var end = await GuardedAsync(task, cancellationToken);
            if (end.Fault is { } fault)
                NodeAgentLog.NotCutOff(logger, task.Victim.ToString(), task.DeviceId, fault.Message);
            else
                NodeAgentLog.CutOff(logger, task.Victim.ToString(), task.DeviceId, end.Evidence);
            return end;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<StorageFenceEnd> GuardedAsync(StorageFenceTask task, CancellationToken cancellationToken)
    {
        try
        {
            var own = kernel.Read();
            if (own.SystemUuid.Equals(task.Victim.SystemUuid, StringComparison.OrdinalIgnoreCase))
                return Failed("FencesItself", $"{task.Victim} is this very machine: its paths to the device are those that would have to be cut");
            var (device, complaint) = devices.Open(task.Backend, task.DevicePath, task.DeviceId);
            return device is null
                ? Failed("DeviceUnidentified", complaint)
                : await StepsAsync(device, CaseOf(task, own), cancellationToken);
        }
        catch (ReservationFailedException e)
        {
            return Failed(e.Unsupported ? "ReservationsUnsupported" : "ReservationFailed", e.Message);
        }
        catch (Exception e) when (e is UnrecognizedOutputException or KernelUnknownException)
        {
            return Failed("NotUnderstood", e.Message);
        }
    }

    private static async Task<StorageFenceEnd> StepsAsync(IReservedDevice device, StorageFenceCase fence, CancellationToken cancellationToken)
    {
        var found = false;
        for (var step = 0; step < StorageFenceRule.StepsMax; step++)
        {
            var seen = await device.ReadAsync(cancellationToken);
            found |= seen.Keys.Contains(fence.Victim);
            switch (StorageFenceRule.Next(seen, fence, found))
            {
                case StorageFenceStep.Register:
                    await device.RegisterAsync(fence.Own, cancellationToken);
                    break;
                case StorageFenceStep.Preempt:
                    await device.PreemptAsync(fence.Own, fence.Victim, cancellationToken);
                    break;
                case StorageFenceStep.Reserve:
                    await device.ReserveAsync(fence.Own, cancellationToken);
                    break;
                case StorageFenceStep.Confirmed(var evidence):
                    return new StorageFenceEnd(null, evidence);
                case StorageFenceStep.NotConfirmed(var reason):
                    return Failed("NotCutOff", reason);
            }
        }

        return Failed("NotCutOff", $"{fence.Device}: the victim's key comes back, or others keep changing the reservation");
    }

    private static StorageFenceCase CaseOf(StorageFenceTask task, KernelId own) => new(
        $"{task.DeviceId} at {task.DevicePath}, by {ReservationBackends.Word(task.Backend)} reservations",
        ReservationKey.Of(own),
        ReservationKey.Of(task.Victim),
        [
            .. task.Known.Where(k => !k.SystemUuid.Equals(task.Victim.SystemUuid, StringComparison.OrdinalIgnoreCase)).Select(ReservationKey.Of),
        ]);

    private static StorageFenceEnd Failed(string reason, string message) => new(new Fault(FaultKind.Node, reason, message), "");
}
