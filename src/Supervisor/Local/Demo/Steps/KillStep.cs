using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Demo.Steps;

/// <summary>Servers are killed at once; each comes back in its next life, nobody else is touched.</summary>
/// <param name="name">Name in the report.</param>
/// <param name="purpose">What it does.</param>
/// <param name="labels">Labels of the servers to kill.</param>
internal sealed class KillStep(string name, string purpose, params string[] labels) : IDemoStep
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Purpose => purpose;

    /// <inheritdoc/>
    public async Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var before = await stage.LookAsync(cancellationToken);
        Claims.AllServeAlone(before);
        var victims = labels.Select(before.Server).ToList();
        await Task.WhenAll(victims.Select(victim => stage.KillAsync(victim, cancellationToken)));
        var (after, seconds) = await stage.UntilAsync(
            $"the next life of {string.Join(", ", labels)}",
            now => victims.TrueForAll(victim => now.Server(victim.Label).ServesAnewSince(victim)),
            cancellationToken);
        Claims.AllServeAlone(after);
        foreach (var victim in victims)
            Claims.OneLifeLater(victim, after.Server(victim.Label));
        Claims.OthersUntouched(before, after, labels);
        return $"{string.Join(", ", victims.Select(victim => Change(victim, after)))}; serving again after {seconds:0.0} s; the other "
            + $"{before.Servers.Count - victims.Count} untouched";
    }

    private static string Change(ServerView before, ClusterSnapshot look)
    {
        var after = look.Server(before.Label);
        return $"{before.Label} process {before.Pid} to {after.Pid}, incarnation {before.Incarnation} to {after.Incarnation}";
    }
}
