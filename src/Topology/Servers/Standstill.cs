using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Why nothing may be done about a server although something is due: people, not failures, hold it.</summary>
/// <param name="Rule">Rule that forbids it.</param>
/// <param name="Why">Who holds it, in words.</param>
/// <param name="Reason">One word for it: <c>SpecPaused</c> or <c>HandsOff</c>.</param>
/// <param name="Lift">Command that lets the server go.</param>
public sealed record Standstill(Rule Rule, string Why, string Reason, string Lift)
{
    /// <summary>What holds the server; null when nothing does. The word nearest to the target comes first.</summary>
    public static Standstill? Of(ServerState state, Rules rules)
    {
        if (state.Spec is not { } spec || !rules.Holds(Rule.PausedIsHandsOff))
            return null;
        var target = spec.Target;
        if (state.HandsOff.Length > 0)
            return Annotated(
                $"LustreTarget {target.ObjectName}", state.HandsOff, HandsOff.Lift("lustretarget", target.Namespace, target.ObjectName));
        if (spec.HandsOff.Length > 0)
            return Annotated(
                $"LustreFilesystem {target.Filesystem}", spec.HandsOff, HandsOff.Lift("lustrefilesystem", target.Namespace, target.Filesystem));
        return spec.Paused
            ? new Standstill(
                Rule.PausedIsHandsOff,
                "The file system is paused (spec.paused): nothing is touched.",
                "SpecPaused",
                $"kubectl -n {target.Namespace} patch lustrefilesystem {target.Filesystem} --type merge -p '{{\"spec\":{{\"paused\":false}}}}'")
            : null;
    }

    private static Standstill Annotated(string where, string reason, string lift) => new(
        Rule.PausedIsHandsOff, $"Hands off, says the annotation of {where}: \"{reason}\". Nothing is touched.", nameof(HandsOff), lift);
}
