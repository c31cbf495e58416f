using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
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

    /// <summary>Starts the API server and returns when it answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">One runs already, or it does not start.</exception>
    Task<HallProcess> StartApiServerAsync(CancellationToken cancellationToken);

    /// <summary>Puts a snapshot in the place of the API server's store, with the server stopped meanwhile.</summary>
    /// <param name="order">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">The snapshot is not fit; nothing was stopped.</exception>
    Task<SnapshotInfo> RestoreSnapshotAsync(SnapshotRestore order, CancellationToken cancellationToken);

    /// <summary>Puts up a machine and returns when its node is Ready.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">The name is taken or makes no name, or the machine does not boot.</exception>
    Task<MachineStatus> AddNodeAsync(NodeAddition order, CancellationToken cancellationToken);

    /// <summary>Takes a node away, and its machine with it.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="order">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is no such node, or Lustre servers run there.</exception>
    Task<MachineStatus> RemoveNodeAsync(string node, NodeRemoval order, CancellationToken cancellationToken);

    /// <summary>Boots a machine anew, orderly if it runs; one that crashed or is off is started.</summary>
    /// <param name="node">Name of its node.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is no such machine, or it cannot be powered off.</exception>
    Task<HallProcess> RebootNodeAsync(string node, CancellationToken cancellationToken);

    /// <summary>Cuts a node off from the API server, the supervisor and the other nodes' agents. Devices and LNet stay.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is no such node, or it is cut off already.</exception>
    Task<MachineStatus> IsolateNodeAsync(string node, CancellationToken cancellationToken);

    /// <summary>Joins a node again; what was held back arrives.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is no such node, or it is not cut off.</exception>
    Task<MachineStatus> RejoinNodeAsync(string node, CancellationToken cancellationToken);

    /// <summary>Kills one process with SIGKILL and returns what it was, once it is gone.</summary>
    /// <param name="order">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="State.StateException">There is none.</exception>
    Task<HallProcess> KillAsync(KillOrder order, CancellationToken cancellationToken);

    /// <summary>Asks the hall to stop everything; it answers before it has.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task StopAsync(CancellationToken cancellationToken);
}
