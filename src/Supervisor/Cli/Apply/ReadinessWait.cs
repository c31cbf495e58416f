using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Cli.Output;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>Waits until a file system is ready as declared, and shows how it comes along.</summary>
/// <param name="context">Where it is shown: standard error, so that standard output stays the result.</param>
/// <param name="cluster">Who is asked.</param>
internal sealed class ReadinessWait(CliContext context, ClusterClient cluster)
{
    /// <summary>Time between two looks: brisk for a person, nothing for an API server.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits for one file system.</summary>
    /// <param name="declared">What was applied.</param>
    /// <param name="generation">Generation of the spec that must have been carried out.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">It is not ready in time.</exception>
    public Task RunAsync(DeclaredObject declared, long generation, TimeSpan timeout, CancellationToken cancellationToken) =>
        context.Error.Profile.Capabilities.Interactive && context.Error.Profile.Out.IsTerminal
            ? context.Error.Status().StartAsync(
                Markup.Escape($"{declared.Title}: …"),
                status => LookAsync(declared, generation, timeout, text => status.Status = Markup.Escape(text), cancellationToken))
            : LookAsync(declared, generation, timeout, context.ErrorText.WriteLine, cancellationToken);

    private async Task LookAsync(
        DeclaredObject declared, long generation, TimeSpan timeout, Action<string> show, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var shown = "";
        using var timer = new PeriodicTimer(LookEvery, context.Time);
        do
        {
            var (ready, progress) = await ProgressAsync(declared, generation, cancellationToken);
            var text = $"{declared.Title}: {progress}";
            if (ready)
            {
                await context.OutText.WriteLineAsync($"{declared.Title} ready ({progress}, {Elapsed.Text(context.Time.GetElapsedTime(started))})");
                return;
            }

            if (text != shown)
                show(shown = text);
        }
        while (context.Time.GetElapsedTime(started) < timeout && await timer.WaitForNextTickAsync(cancellationToken));
        throw new UserErrorException(
            string.Create(CultureInfo.InvariantCulture, $"{shown}; not ready after {timeout.TotalSeconds:0} s"),
            $"see `supervisor describe filesystem {declared.Name} -n {declared.Namespace}`");
    }

    private async Task<(bool Ready, string Progress)> ProgressAsync(
        DeclaredObject declared, long generation, CancellationToken cancellationToken)
    {
        try
        {
            var current = await cluster.GetAsync(declared.Kind, declared.Namespace, declared.Name, cancellationToken)
                ?? throw new UserErrorException($"{declared.Title} was deleted while it was waited for");
            return (IsReady(current, generation), Text(current, generation));
        }
        catch (ClusterUnreachableException outage)
        {
            // An API server that restarts is no reason to give up before the time is over.
            return (false, outage.Message);
        }
    }

    private static bool IsReady(JsonObject filesystem, long generation) =>
        filesystem.Condition("Ready") is { } ready
        && ready.Text("status") == "True"
        && (ready.Number("observedGeneration") ?? filesystem.Number("status", "observedGeneration") ?? 0) >= generation;

    private static string Text(JsonObject filesystem, long generation)
    {
        if ((filesystem.Number("status", "observedGeneration") ?? 0) < generation)
            return "waiting for the supervisor to see it";
        var servers = filesystem.At("status", "servers");
        var serving = $"{servers.Number("serving") ?? 0}/{servers.Number("declared") ?? 0} serving";
        var ready = filesystem.Condition("Ready");
        return ready is null || ready.Text("status") == "True" ? serving : $"{serving}, {ready.Text("reason")} {ready.Text("message")}".TrimEnd();
    }
}
