using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>What came of an operation.</summary>
/// <param name="Fault">Null when it succeeded.</param>
/// <param name="Uuid">File-system UUID read back; empty when not read.</param>
/// <param name="Label">Label read back; empty when not read.</param>
/// <param name="AbsentEverywhere">Unmount: the target is nowhere in this kernel.</param>
/// <param name="StillHeldBy">A tool that passed its deadline and still runs; null when nothing does.</param>
internal sealed record OperationOutcome(Fault? Fault, string Uuid, string Label, bool AbsentEverywhere, Task? StillHeldBy)
{
    /// <summary>Failed.</summary>
    public static OperationOutcome Failed(Fault fault) => new(fault, "", "", false, null);

    /// <summary>Failed, and the tool still runs.</summary>
    public static OperationOutcome Hung(Fault fault, Task whenGone) => new(fault, "", "", false, whenGone);

    /// <summary>Failed in a way that a fault's three parts say.</summary>
    public static OperationOutcome Failed(FaultKind kind, string reason, string message) => Failed(new Fault(kind, reason, message));

    /// <summary>Formatted or mounted.</summary>
    public static OperationOutcome Done(string uuid, string label) => new(null, uuid, label, false, null);
}
