using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Demo.Steps;

/// <summary>The supervisor crashes and comes back; no server notices.</summary>
internal sealed class KillSupervisorStep : IDemoStep
{
    /// <inheritdoc/>
    public string Name => "kill-supervisor";

    /// <inheritdoc/>
    public string Purpose => "the supervisor crashes and is started again; no server may notice";

    /// <inheritdoc/>
    public async Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var before = await stage.LookAsync(cancellationToken);
        Claims.AllServeAlone(before);
        var ownBefore = await LedgerAsync(stage, cancellationToken);
        var killed = await stage.Hall.KillAsync(new KillOrder(HallRole.Supervisor, "supervisor"), cancellationToken);
        Claims.OthersUntouched(before, await stage.LookAsync(cancellationToken));
        var started = await stage.Hall.StartSupervisorAsync(cancellationToken);
        Claims.Require(started.Pid != killed.Pid, "the supervisor is the same process");
        var seconds = await ReadyAgainAsync(stage, before, cancellationToken);
        await stage.PassAsync(DemoLimits.Calm, cancellationToken);
        var after = await stage.LookAsync(cancellationToken);
        Claims.AllServeAlone(after);
        Claims.OthersUntouched(before, after);
        var ownAfter = await LedgerAsync(stage, cancellationToken);
        Claims.Require(ownAfter.SetEquals(ownBefore), "indices or devices differ: " + string.Join(", ", ownAfter.Except(ownBefore)));
        return $"supervisor process {killed.Pid} to {started.Pid}, ready after {seconds:0.0} s; same incarnations, no server restarted, no index re-used";
    }

    /// <summary>Which index has which device, as the supervisor holds it.</summary>
    private static async Task<HashSet<string>> LedgerAsync(DemoStage stage, CancellationToken cancellationToken) =>
        [.. (await stage.Management.TargetsAsync(cancellationToken)).Select(target =>
            $"{target.Label} index {target.Index} on {target.Device}, incarnation {target.Incarnation?.Epoch}.{target.Incarnation?.Number}")];

    /// <summary>Waits until the new supervisor has recovered every server and says that it serves.</summary>
    private static Task<double> ReadyAgainAsync(DemoStage stage, ClusterSnapshot before, CancellationToken cancellationToken) => stage.UntilAsync(
        "the recovery of the supervisor",
        async token => await stage.Management.IsReadyAsync(token)
            && (await stage.Management.TargetsAsync(token)).Count(target => target.State == "Serving") == before.Servers.Count,
        cancellationToken);
}
