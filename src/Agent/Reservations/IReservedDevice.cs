using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Agent.Reservations;

/// <summary>
/// A device with reservations, through this node's paths. Every member throws <see cref="ReservationFailedException"/> when its tool fails, and
/// <see cref="UnrecognizedOutputException"/> when it says something unknown.
/// </summary>
internal interface IReservedDevice
{
    /// <summary>Reads who is registered and who holds it.</summary>
    Task<ReservationState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Registers this kernel's key, on every path that there is.</summary>
    Task RegisterAsync(ulong own, CancellationToken cancellationToken);

    /// <summary>Takes this kernel's registrations away.</summary>
    Task UnregisterAsync(ulong own, CancellationToken cancellationToken);

    /// <summary>Reserves: from here on only registrants write.</summary>
    Task ReserveAsync(ulong own, CancellationToken cancellationToken);

    /// <summary>Takes another kernel's registrations away, with its reservation, and aborts its commands.</summary>
    Task PreemptAsync(ulong own, ulong other, CancellationToken cancellationToken);
}
