using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Agents.Mounts;

/// <summary>
/// What was seen of a target after its unmount. Together it is the proof <c>Unmounted</c>, after which another kernel may have the target, so
/// each source must have been read and must say so: one that could not be read proves nothing.
/// </summary>
/// <param name="InKernel">Whether `lctl dl` lists this target, not another of its name; null when it could not be read.</param>
/// <param name="InMountTable">Whether the mount table has its device; null when it could not be read.</param>
/// <param name="Unheld">Whether its device opens exclusively.</param>
/// <param name="Released">Whether the back end has let go: MMP clean, or the pool exported.</param>
public sealed record UnmountLook(bool? InKernel, bool? InMountTable, bool Unheld, bool Released)
{
    /// <summary>Whether the target is nowhere in this kernel.</summary>
    public bool ProvesAbsence(Rules rules) =>
        !rules.Holds(Rule.AbsenceIsSeen) || (InKernel == false && InMountTable == false && Unheld && Released);
}
