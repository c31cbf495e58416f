using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>One word for a file system: a summary for people; conditions are the contract.</summary>
public static class FilesystemPhase
{
    /// <summary>The word.</summary>
    /// <param name="state">File system.</param>
    /// <param name="serving">How many of its servers serve now.</param>
    public static string Of(FilesystemState state, int serving) =>
        state.Spec is null ? "Refused"
        : state.IsPaused ? "Paused"
        : state.Servers.IsEmpty ? "Planning"
        : serving == state.Servers.Length ? "Serving"
        : state.FirstServed.Count < state.Servers.Length ? "Starting"
        : "Degraded";

    /// <summary>Highest index of a kind in the plan; -1 before the first.</summary>
    public static int HighestIndex(FilesystemState state, TargetKind kind) =>
        state.Servers.Where(s => s.Target.Kind == kind).Select(s => s.Target.Index).DefaultIfEmpty(-1).Max();
}
