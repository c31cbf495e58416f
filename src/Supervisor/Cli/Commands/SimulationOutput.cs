using System.Globalization;
using System.Text.Json;
using LustreSupervisor.Simulation.Running;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary>Runs simulations and says what came of them.</summary>
internal sealed class SimulationOutput(CliContext context)
{
    /// <summary>Exit code of a simulation that found something.</summary>
    private const int ExitViolation = 1;

    /// <summary>Failing seeds that are told as stories; the others are in the report.</summary>
    private const int StoriesMax = 3;
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromSeconds(0.25);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task<int> ListRulesAsync()
    {
        foreach (var rule in Enum.GetValues<Rule>())
            await context.OutText.WriteLineAsync(RulePartners.Text(rule));
        return ExitCodes.Ok;
    }

    public async Task<int> SearchRulesAsync(long first, CancellationToken cancellationToken)
    {
        var unshown = 0;
        foreach (var rule in Enum.GetValues<Rule>())
        {
            var found = await Task.Run(() => RuleSearch.Find(rule, first, RuleSearch.SeedsMax, cancellationToken), cancellationToken);
            unshown += found is null ? 1 : 0;
            await context.OutText.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{RulePartners.Text(rule)} {(found is null ? "none" : $"{found.Seed} {found.Invariant}")}"));
        }

        return unshown == 0 ? ExitCodes.Ok : ExitViolation;
    }

    public async Task<int> ReplayAsync(long seed, SeedOptions options)
    {
        var story = Simulator.Trace(seed, options);
        await TellAsync(story);
        return story.Result.Violation is null ? ExitCodes.Ok : ExitViolation;
    }

    public async Task<int> BatchAsync(long first, long count, SeedOptions options, string? file, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var report = await Task.Run(() => Batch.Run(first, count, options, Progress(count), cancellationToken), cancellationToken);
        EndProgress();
        if (file is not null)
            await WriteAsync(file, report, cancellationToken);
        foreach (var violation in report.Violations.Take(StoriesMax))
            await TellAsync(Simulator.Trace(violation.Seed, options));
        foreach (var violation in report.Violations)
            await context.OutText.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"violation: seed {violation.Seed}: {violation.Invariant}: {violation.What}"));
        await context.OutText.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Seeds} seeds from {first}, {report.Steps} steps, {report.Faults.Values.Sum()} faults, {report.Violations.Length} violations in {context.Time.GetElapsedTime(started).TotalSeconds:F1} s"));
        return report.Violations.IsEmpty ? ExitCodes.Ok : ExitViolation;
    }

    private static async Task WriteAsync(string file, BatchReport report, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, Json) + "\n", cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file}: the report cannot be written: {e.Message}", "name a file in a directory that you may write");
        }
    }

    private async Task TellAsync(SeedTrace story)
    {
        await context.OutText.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"seed {story.Result.Seed}: {story.Result.Steps} steps, faults: {string.Join(", ", story.Result.Faults.Select(f => $"{f.Key} {f.Value}"))}"));
        foreach (var line in story.Lines)
            await context.OutText.WriteLineAsync(line);
        await context.OutText.WriteLineAsync(story.Result.Violation is { } violation
            ? $"violated: {violation.Invariant}: {violation.What}"
            : "nothing was violated");
    }

    /// <summary>One line that changes on a terminal; elsewhere a line now and then.</summary>
    private Action<long> Progress(long count)
    {
        var terminal = context.Error.Profile.Out.IsTerminal;
        var last = context.Time.GetTimestamp();
        return done =>
        {
            if (context.Time.GetElapsedTime(last) < (terminal ? RedrawEvery : LineEvery))
                return;
            last = context.Time.GetTimestamp();
            context.ErrorText.Write(string.Create(CultureInfo.InvariantCulture, $"{(terminal ? "\r" : "")}{done} of {count} seeds{(terminal ? " " : "\n")}"));
        };
    }

    private void EndProgress()
    {
        if (context.Error.Profile.Out.IsTerminal)
            context.ErrorText.Write("\r\u001b[K");
    }
}
