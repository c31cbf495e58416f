using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Agent.Reservations;

/// <summary>An NVMe namespace: registrations belong to the host, whatever the path.</summary>
/// <param name="device">Its block device.</param>
/// <param name="tools">Runs nvme.</param>
internal sealed class NvmeDevice(string device, ReservationTools tools) : IReservedDevice
{
    /// <inheritdoc/>
    public async Task<ReservationState> ReadAsync(CancellationToken cancellationToken)
    {
        string report;
        try
        {
            report = await tools.RunAsync(NvmeReservation.Report(device, extended: true), cancellationToken);
        }
        catch (ReservationFailedException)
        {
            // A controller with host identifiers of 64 bits refuses the extended data; one with 128 bits refuses the other form.
            report = await tools.RunAsync(NvmeReservation.Report(device, extended: false), cancellationToken);
        }

        return NvmeReport.Parse(report);
    }

    /// <inheritdoc/>
    public async Task RegisterAsync(ulong own, CancellationToken cancellationToken)
    {
        try
        {
            await tools.RunAsync(NvmeReservation.Register(device, own), cancellationToken);
        }
        catch (ReservationFailedException)
        {
            // Registered under another key, that of an earlier boot.
            await tools.RunAsync(NvmeReservation.Replace(device, own), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task UnregisterAsync(ulong own, CancellationToken cancellationToken) => tools.RunAsync(NvmeReservation.Unregister(device, own), cancellationToken);

    /// <inheritdoc/>
    public Task ReserveAsync(ulong own, CancellationToken cancellationToken) => tools.RunAsync(NvmeReservation.Reserve(device, own), cancellationToken);

    /// <inheritdoc/>
    public Task PreemptAsync(ulong own, ulong other, CancellationToken cancellationToken) =>
        tools.RunAsync(NvmeReservation.PreemptAndAbort(device, own, other), cancellationToken);
}
