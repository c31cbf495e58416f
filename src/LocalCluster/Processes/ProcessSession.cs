namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>Terminal sessions: the parts of the cluster leave the terminal's, so that Ctrl-C reaches only who handles it.</summary>
public static class ProcessSession
{
    /// <summary>Puts this process into a session of its own, which its children inherit. Does nothing when it leads one already.</summary>
    public static void Enter() => _ = NativeMethods.SetSession();
}
