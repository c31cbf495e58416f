using System.Globalization;
using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.StampCheck;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>One run on a cluster that is up: write, break, heal, verify, judge.</summary>
/// <param name="stage">The cluster.</param>
/// <param name="directory">Its state.</param>
/// <param name="settings">What is wanted.</param>
/// <param name="operate">Does what a person has to do.</param>
/// <param name="say">Told what happens, a line each.</param>
internal sealed class WorkloadRun(
    WorkloadStage stage, StateDirectory directory, WorkloadSettings settings, WorkloadOperator operate, Action<string> say)
{
    private readonly HashSet<string> _violations = new(StringComparer.Ordinal);

    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The result, also of a run that could not go on.</returns>
    /// <exception cref="StateException">There is no file system to write to, or a device cannot be read.</exception>
    public async Task<WorkloadReport> RunAsync(CancellationToken cancellationToken)
    {
        var servers = await stage.ServingAsync([], [], cancellationToken);
        await stage.SupervisedAsync(cancellationToken);
        await ForgetDeadClientsAsync(servers, cancellationToken);
        var facts = FilesystemFacts.Find(directory)
            ?? throw new StateException("No file system is registered here: apply one, for example deploy/samples/scratch.yaml.");
        var before = Violations();
        if (before.Count > 0)
            throw new StateException($"The devices were damaged before this run ('supervisor local check' says how): what it does to them could not be told apart. {before.First()}");
        var rate = (long)(facts.OstBytes * WorkloadLimits.SpaceShare / settings.Seconds / settings.Clients);
        var options = new ClientOptions(
            facts.FsName, facts.MgsNids, 0, settings.Seed, settings.StripeCount, Math.Clamp(rate, 1, ClientOptions.DefaultBytesPerSecond));
        using var fleet = ClientFleet.Start(options, settings.Clients, directory);
        var faults = new FaultLoop(stage, fleet, new FaultDraw(settings.Seed, settings.Faults, settings.Clients), operate, say);
        var (final, problem) = (fleet.Total, (string?)null);
        try
        {
            await fleet.ServedAsync(stage.Time, cancellationToken);
            say($"{settings.Clients} clients write to {facts.FsName} for {settings.Seconds} s, seed {settings.Seed}");
            await WriteAsync(fleet, faults, servers, cancellationToken);
            await fleet.StopAsync(stage.Time, cancellationToken);
            say($"{fleet.Total.Acknowledged} operations acknowledged");
            if (settings.Restart)
                await RestartAsync(fleet, cancellationToken);
            say("reading everything back from the servers");
            final = await fleet.VerifyAsync(stage.Time, cancellationToken);
        }
        catch (Exception failure) when (failure is WorkloadException or StateException or HttpRequestException)
        {
            problem = failure.Message;
            final = fleet.Total;
        }

        _violations.UnionWith(Violations());
        return Report(final, faults, fleet, _violations.Count, problem);
    }

    // Clients of a run that was killed are known to the targets and never come back.
    private async Task ForgetDeadClientsAsync(IReadOnlyList<Views.ServerView> servers, CancellationToken cancellationToken)
    {
        if (directory.ReadMarker() is not { } cluster)
            return;
        var waited = await AbandonedRecovery.AbortAsync(cluster, servers.Select(server => (server.Node, server.Label)), cancellationToken);
        if (waited.Count > 0)
            say($"clients of an earlier run are gone for good: aborted the recovery of {string.Join(", ", waited)}");
    }

    private async Task WriteAsync(
        ClientFleet fleet, FaultLoop faults, IReadOnlyList<Views.ServerView> servers, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Seconds), stage.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var told = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = TellAsync(fleet, faults, told.Token);
        try
        {
            if (settings.Faults.Count > 0)
                await faults.RunAsync(servers, stop.Token, cancellationToken);
            while (!stop.IsCancellationRequested)
            {
                fleet.ThrowIfDead();
                await Task.Delay(WorkloadLimits.Pause, stage.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await told.CancelAsync();
            await telling;
        }
    }

    private async Task RestartAsync(ClientFleet fleet, CancellationToken cancellationToken)
    {
        say("cutting the power of all nodes, so that everything is read from the devices");
        var servers = await stage.ServingAsync([], [], cancellationToken, operate);
        await stage.RestartAllAsync(servers, operate, cancellationToken);
        await fleet.ServedAsync(stage.Time, cancellationToken);
    }

    private async Task TellAsync(ClientFleet fleet, FaultLoop faults, CancellationToken cancellationToken)
    {
        var started = stage.Time.GetTimestamp();
        var checkedAt = started;
        using var timer = new PeriodicTimer(WorkloadLimits.Progress, stage.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (stage.Time.GetElapsedTime(checkedAt) > WorkloadLimits.CheckEvery)
                {
                    _violations.UnionWith(Violations());
                    checkedAt = stage.Time.GetTimestamp();
                }

                var total = fleet.Total;
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stage.Time.GetElapsedTime(started).TotalSeconds:0} s: {total.Acknowledged} operations, {total.Bytes / 1048576.0:0.0} MiB acknowledged, "
                    + $"{faults.Counts.Values.Sum()} faults, {total.Evictions} evictions, {total.Serving} of {total.Targets} connections served"));
            }
        }
        catch (OperationCanceledException)
        {
            // There is nothing more to tell.
        }
    }

    private HashSet<string> Violations()
    {
        try
        {
            return
            [
                .. from device in StampChecker.CheckDirectory(directory.DevicesDirectory)
                   from violation in device.Violations
                   select $"{device.Device}: {violation.Kind} at stamp {violation.Sequence}: {violation.Text}",
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The devices in {directory.DevicesDirectory} cannot be read: {error.Message}", error);
        }
    }

    private WorkloadReport Report(ClientLine final, FaultLoop faults, ClientFleet fleet, int dataLoss, string? problem)
    {
        var complete = final.Verified + final.RevokedByEviction == final.Acknowledged && final.Kind == ClientLineKind.Final;
        var detail = problem ?? final.Detail ?? (final.Refused > 0 ? $"{final.Refused} operations were refused, the last with error {final.LastError}" : null);
        return new WorkloadReport(
            final.Acknowledged, final.Verified, final.Lost, final.Evictions, dataLoss, faults.Counts,
            complete && final.Acknowledged > 0 && final.Lost == 0 && dataLoss == 0 && MayRevoke(final) && problem is null,
            final.Replayed, final.Resent, final.RevokedByEviction, operate.Released, settings.Restart, final.Acknowledged - final.Verified - final.Lost - final.RevokedByEviction, final.Refused, final.Bytes,
            settings.Seed, settings.Seconds, settings.Clients, fleet.Blocked.Summarize(), detail);
    }

    // Clients are there all the time: unless one was kept away on purpose, an eviction is the servers' failure.
    private bool MayRevoke(ClientLine final) =>
        final.RevokedByEviction == 0 || settings.Faults.Any(fault => fault.Name == WorkloadFault.EvictClient);
}
