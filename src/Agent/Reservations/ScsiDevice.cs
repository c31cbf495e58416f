using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Agent.Reservations;

/// <summary>A SCSI device: registrations belong to paths, everything else to the device.</summary>
/// <param name="paths">Its paths on this node; at least one.</param>
/// <param name="tools">Runs sg_persist.</param>
internal sealed class ScsiDevice(IReadOnlyList<string> paths, ReservationTools tools) : IReservedDevice
{
    /// <inheritdoc/>
    public Task<ReservationState> ReadAsync(CancellationToken cancellationToken) => AnyAsync(
        async path => new ReservationState(
            SgPersistOutput.Keys(await tools.RunAsync(SgPersist.ReadKeys(path), cancellationToken)),
            SgPersistOutput.Reservation(await tools.RunAsync(SgPersist.ReadReservation(path), cancellationToken))));

    /// <inheritdoc/>
    public async Task RegisterAsync(ulong own, CancellationToken cancellationToken)
    {
        // All or none: what goes through a path that is not registered is refused, and multipath would take that for an error of the device.
        foreach (var path in paths)
            await tools.RunAsync(SgPersist.Register(path, own), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UnregisterAsync(ulong own, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
            await tools.RunAsync(SgPersist.Unregister(path, own), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReserveAsync(ulong own, CancellationToken cancellationToken) =>
        AnyAsync(path => tools.RunAsync(SgPersist.Reserve(path, own), cancellationToken));

    /// <inheritdoc/>
    public Task PreemptAsync(ulong own, ulong other, CancellationToken cancellationToken) =>
        AnyAsync(path => tools.RunAsync(SgPersist.PreemptAndAbort(path, own, other), cancellationToken));

    private async Task<T> AnyAsync<T>(Func<string, Task<T>> ask)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await ask(paths[i]);
            }
            catch (ReservationFailedException) when (i + 1 < paths.Count)
            {
                // That path may be down; the next one leads to the same device.
            }
        }
    }
}
