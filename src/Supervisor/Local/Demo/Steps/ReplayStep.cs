namespace LustreSupervisor.Supervisor.Local.Demo.Steps;

/// <summary>The journal, folded from its first event, gives the topology that lives.</summary>
internal sealed class ReplayStep : IDemoStep
{
    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public string Purpose => "the journal is read back and must give the same topology as the live one";

    /// <inheritdoc/>
    public async Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var (replayed, events) = await stage.Journal.ReplayAsync(cancellationToken);
        var live = await stage.Management.TargetsAsync(cancellationToken);
        var ofJournal = replayed.Order(ByLabel).ToList();
        var ofSupervisor = live
            .Select(target => new ReplayedTarget(
                target.Label,
                target.State,
                target.Node ?? "",
                target.Incarnation?.Epoch ?? 0,
                target.Incarnation?.Number ?? 0,
                target.Device))
            .Order(ByLabel)
            .ToList();
        Claims.Require(ofJournal.Count == DemoLimits.Servers, $"the journal folds to {ofJournal.Count} servers");
        foreach (var (journaled, lives) in ofJournal.Zip(ofSupervisor))
            Claims.Require(journaled == lives, $"the journal says {journaled}, the supervisor {lives}");
        Claims.Require(ofJournal.Count == ofSupervisor.Count, $"the journal has {ofJournal.Count} servers, the supervisor {ofSupervisor.Count}");
        return $"{events} events fold to the {ofJournal.Count} servers that live";
    }

    private static readonly Comparer<ReplayedTarget> ByLabel =
        Comparer<ReplayedTarget>.Create((left, right) => string.CompareOrdinal(left.Label, right.Label));
}
