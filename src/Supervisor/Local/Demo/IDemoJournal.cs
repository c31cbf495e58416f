namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>A proof of death as the journal holds it.</summary>
/// <param name="Label">Label of the target that it was spent for.</param>
/// <param name="Number">Number of the incarnation that it proves dead.</param>
/// <param name="Kind">Which proof: <c>NodeFenced</c>, <c>KernelGone</c>, <c>Unmounted</c>.</param>
internal sealed record JournaledProof(string Label, long Number, string Kind);

/// <summary>A target as the replayed journal has it.</summary>
/// <param name="Label">Lustre's label.</param>
/// <param name="State">State.</param>
/// <param name="Node">Node, empty before placement.</param>
/// <param name="Epoch">Epoch of its incarnation.</param>
/// <param name="Incarnation">Number of its incarnation.</param>
/// <param name="Device">Identity of its device.</param>
internal sealed record ReplayedTarget(string Label, string State, string Node, long Epoch, long Incarnation, string Device);

/// <summary>What the demo reads from the journal's file, beside the running supervisor.</summary>
internal interface IDemoJournal
{
    /// <summary>Every proof of death, in the order of their journaling.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<JournaledProof>> ProofsAsync(CancellationToken cancellationToken);

    /// <summary>The topology that the journal's events fold to, and how many events that were.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<(IReadOnlyList<ReplayedTarget> Targets, long Events)> ReplayAsync(CancellationToken cancellationToken);
}
