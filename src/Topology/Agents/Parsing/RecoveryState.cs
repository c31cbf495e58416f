namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>States of a target's recovery, in Lustre's words (lprocfs_status_server.c).</summary>
public enum RecoveryState
{
    /// <summary>Not read, or not to be read: the MGS has none.</summary>
    Unknown,

    /// <summary>No client to recover: ready at once.</summary>
    Inactive,

    /// <summary>Clients are known, none has come back: the timer has not started. Healthy for an idle file system.</summary>
    WaitingForClients,

    /// <summary>The first client came back; the timer runs.</summary>
    Recovering,

    /// <summary>The update logs of other MDTs are not there yet.</summary>
    Waiting,

    /// <summary>Done; who had not come back was evicted.</summary>
    Complete,
}
