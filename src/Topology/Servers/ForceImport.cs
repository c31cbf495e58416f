namespace LustreSupervisor.Topology.Servers;

/// <summary>
/// May a pool that was never exported be imported by force? A pool shows who had it last and not whether that kernel lives: only the journal
/// knows.
/// </summary>
public static class ForceImport
{
    /// <summary>
    /// True while the kernel that had the target last is proved dead and no kernel has mounted it since. An unmount is no death: after it the
    /// pool is exported and needs no force.
    /// </summary>
    public static bool IsAllowed(ServerState state) =>
        state.Unspent is { } proof && proof.Kind.EndsKernel()
        && state.Current is { Kernel: { } kernel } current
        && current.Id.Number > proof.Number
        && kernel != proof.Kernel;
}
