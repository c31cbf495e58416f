using LustreSupervisor.LocalCluster.Hall.Faults;

namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>What the control socket offers: the hall on its side, <see cref="HallClient"/> on the other.</summary>
public interface IHallControl : IFaultInjector
{
    /// <summary>State of the hall and its processes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<HallStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Starts a supervisor and returns when it runs (not when it is ready).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">One runs already.</exception>
    Task<HallProcess> StartSupervisorAsync(CancellationToken cancellationToken);

    /// <summary>Powers a machine on; one that crashed is powered off first.</summary>
    /// <param name="node">Name of its node.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is no such machine, it runs, or it cannot be powered off.</exception>
    Task<HallProcess> StartNodeAsync(string node, CancellationToken cancellationToken);

    /// <summary>Kills one process with SIGKILL and returns what it was, once it is gone.</summary>
    /// <param name="order">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is none.</exception>
    Task<HallProcess> KillAsync(KillOrder order, CancellationToken cancellationToken);

    /// <summary>Asks the hall to stop everything; it answers before it has.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task StopAsync(CancellationToken cancellationToken);
}
