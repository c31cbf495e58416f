using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>One way to cut a machine off.</summary>
public interface IFenceAgent
{
    /// <summary>Name in <c>spec.healing.fencing</c>.</summary>
    string Name { get; }

    /// <summary>Fences, and returns only with a confirmation.</summary>
    /// <param name="order">The machine.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What confirmed it, and for what it counts.</returns>
    /// <exception cref="FenceFailedException">Not confirmed: nothing may be concluded.</exception>
    Task<FenceConfirmation> FenceAsync(FenceOrder order, CancellationToken cancellationToken);
}
