using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Kubernetes;
using LustreSupervisor.Agent.Reservations;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Guards a target's device by reservations before it is mounted; the order of the steps is <see cref="MountGuard"/>'s.</summary>
internal sealed class DeviceGuard(ReservedDevices devices, LeaseTaker lease, KernelReader kernel, ILogger<DeviceGuard> logger)
{
    /// <summary>Makes this kernel the only one that can write. Null when it is, or nobody asks for it; else the fault, and nothing may be mounted.</summary>
    /// <exception cref="UnrecognizedOutputException">A tool said something unknown.</exception>
    public Task<Fault?> TakeAsync(WantedTarget target, CancellationToken cancellationToken) => WithAsync(target, async device =>
    {
        var id = kernel.Read();
        var own = ReservationKey.Of(id);
        var before = await device.ReadAsync(cancellationToken);
        await device.RegisterAsync(own, cancellationToken);

        // Only now does the Lease tell anything: whoever takes it after this look sees the key and takes it away.
        if (await lease.TakeAsync(id, cancellationToken) is not { } refused)
            return await HoldAsync(target, device, own, cancellationToken);
        if (MountGuard.MayUnregister(before, await device.ReadAsync(cancellationToken), own))
            await device.UnregisterAsync(own, cancellationToken);
        return refused;
    });

    /// <summary>Is this kernel still the one that can write, where the target is mounted already? Null when it is, or nobody asks for it.</summary>
    /// <exception cref="UnrecognizedOutputException">A tool said something unknown.</exception>
    public Task<Fault?> CheckAsync(WantedTarget target, CancellationToken cancellationToken) => WithAsync(target, async device =>
    {
        // Mounted before anybody asked for reservations: it stays as it is until its next mount.
        var seen = await device.ReadAsync(cancellationToken);
        return seen.Hold is not null && MountGuard.Next(seen, ReservationKey.Of(kernel.Read()), target.DevicePath) is GuardStep.Refuse(var fault) ? fault : null;
    });

    private async Task<Fault?> HoldAsync(WantedTarget target, IReservedDevice device, ulong own, CancellationToken cancellationToken)
    {
        for (var step = 0; step < MountGuard.StepsMax; step++)
        {
            switch (MountGuard.Next(await device.ReadAsync(cancellationToken), own, target.DevicePath))
            {
                case GuardStep.Preempt(var other):
                    AgentLog.KeyPreempted(logger, target.Label, target.DevicePath, ReservationKey.Text(other));
                    await device.PreemptAsync(own, other, cancellationToken);
                    break;
                case GuardStep.Reserve:
                    await device.ReserveAsync(own, cancellationToken);
                    break;
                case GuardStep.Held:
                    AgentLog.DeviceGuarded(logger, target.Label, target.DevicePath, ReservationKey.Text(own));
                    return null;
                case GuardStep.Refuse(var fault):
                    return fault;
            }
        }

        return MountGuard.Failed(unsupported: false, target.DevicePath, "others keep registering");
    }

    private async Task<Fault?> WithAsync(WantedTarget target, Func<IReservedDevice, Task<Fault?>> act)
    {
        if (ReservationBackends.Parse(target.Reservation) is not { } backend)
            return null;
        var (device, complaint) = devices.Open(backend, target.DevicePath, target.DeviceId);
        if (device is null)
            return new Fault(FaultKind.Target, "DeviceUnidentified", complaint);
        try
        {
            return await act(device);
        }
        catch (ReservationFailedException e)
        {
            return MountGuard.Failed(e.Unsupported, target.DevicePath, e.Message);
        }
    }
}
