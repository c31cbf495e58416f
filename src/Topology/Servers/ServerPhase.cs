namespace LustreSupervisor.Topology.Servers;

/// <summary>Where a server is in its life; the names are those of <c>LustreTarget.status.state</c>.</summary>
public enum ServerPhase
{
    /// <summary>Not declared yet: the actor exists, the server does not.</summary>
    Unknown,

    /// <summary>Declared; waits for its turn in the start order.</summary>
    Declared,

    /// <summary>May start; waits for a node.</summary>
    Placed,

    /// <summary>An incarnation is planned; its pod is being created or its agent dialled.</summary>
    Starting,

    /// <summary>A format was ordered.</summary>
    Formatting,

    /// <summary>A mount was ordered.</summary>
    Mounting,

    /// <summary>Mounted; clients replay. Never restarted for slowness.</summary>
    Recovering,

    /// <summary>Mounted and serving.</summary>
    Serving,

    /// <summary>The last incarnation failed; the next one waits for its time and a node.</summary>
    BackingOff,

    /// <summary>A clean unmount was ordered.</summary>
    Stopping,

    /// <summary>The last kernel may still write. Nothing is done until it is proved dead, however long it takes.</summary>
    AwaitingProof,

    /// <summary>Everything is ready; a person must agree.</summary>
    AwaitingApproval,

    /// <summary>Only a person's release ends this.</summary>
    Quarantined,
}
