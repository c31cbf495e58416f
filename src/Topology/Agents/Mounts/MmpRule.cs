using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Agents.Mounts;

/// <summary>
/// What <c>dumpe2fs -m</c> means: 0 nobody writes the device, 1 somebody does (after about 21 s of watching), anything else: it could not
/// tell.
/// Multi-mount protection is the last line, never the proof that lets a target move.
/// </summary>
public static class MmpRule
{
    /// <summary>Null when the device may be mounted, else the fault.</summary>
    public static Fault? Classify(string device, int exit, string stdout, string stderr, Rules rules)
    {
        if (!rules.Holds(Rule.MmpBeforeMount))
            return null;
        var said = (stdout + " " + stderr).Trim().ReplaceLineEndings("; ");
        try
        {
            return MmpCheck.Parse(exit, stdout, stderr).Answer switch
            {
                MmpAnswer.Clean => null,
                MmpAnswer.InUse =>
                    new Fault(FaultKind.Target, "ActiveElsewhere", $"{device} is being written by another kernel: {said}"),
                MmpAnswer.NotEnabled => new Fault(FaultKind.Target, "MmpMissing",
                    $"{device} has no multi-mount protection: it was not formatted with --servicenode"),
                MmpAnswer.NoFilesystem => new Fault(FaultKind.Target, "NotLustre", $"{device} holds no ldiskfs: {said}"),
                _ => new Fault(FaultKind.Unknown, "ProbeFailed", $"dumpe2fs -m {device}: exit {exit}: {said}"),
            };
        }
        catch (UnrecognizedOutputException e)
        {
            return new Fault(FaultKind.Unknown, "ProbeFailed", $"{device}: {e.Message}");
        }
    }
}
