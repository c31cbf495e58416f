namespace LustreSupervisor.Topology.Common;

/// <summary>What went wrong, in the words a person needs.</summary>
/// <param name="Kind">Row of the crash policy.</param>
/// <param name="Reason">Stable CamelCase code, such as <c>ContainerExited</c> or <c>IndexInUse</c>.</param>
/// <param name="Message">What was seen, where.</param>
public sealed record Fault(FaultKind Kind, string Reason, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{Reason}: {Message}";
}
