using System.Collections.Immutable;
using System.CommandLine;
using LustreSupervisor.Simulation.Running;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor simulate</c>: the whole system in virtual time, with faults, many seeds over; or one seed, told as a story.</summary>
internal static class SimulateCommand
{
    private const long SeedsDefault = 1000;

    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context)
    {
        var seeds = Number("--seeds", $"Number of seeds [default: {SeedsDefault}]", 1);
        var first = Number("--first-seed", "First seed [default: 1]", 0);
        var one = Number("--seed", "Replay one seed and tell what happens in it", 0);
        var faults = new Option<string>("--faults")
        {
            Description = $"Kinds of fault: all, or of {string.Join(", ", Simulator.FaultKinds)}", HelpName = "KIND,…", DefaultValueFactory = _ => "all",
        };
        var report = new Option<string?>("--report") { Description = "Write the result as JSON", HelpName = "FILE" };
        var list = new Option<bool>("--list-rules") { Description = "Print the safety rules with the rules that back them up, and end" };
        var search = new Option<bool>("--search-rules") { Description = $"Show for each safety rule a seed of {RuleSearch.SeedsMax} that goes wrong without it" };
        var broken = new Option<string[]>("--break") { Description = "Leave out a safety rule; may be repeated", HelpName = "RULE" };
        faults.Validators.Add(result => Refuse(result, "--faults", Kinds(result.GetValueOrDefault<string>()), Simulator.FaultKinds));
        broken.Validators.Add(result => Refuse(result, "--break", result.Tokens.Select(t => t.Value), Enum.GetNames<Rule>()));
        var command = new Command("simulate", "Try to break the core: supervisors, agents, nodes and faults in virtual time.")
        {
            seeds, first, one, faults, report, list, search, broken,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var missing = (parsed.GetValue(broken) ?? []).Select(Enum.Parse<Rule>).ToImmutableArray();
            var options = RuleSearch.Without(missing) with { Faults = [.. Kinds(parsed.GetValue(faults)).ToImmutableSortedSet(StringComparer.Ordinal)] };
            var run = new SimulationOutput(context);
            if (parsed.GetValue(list))
                return await run.ListRulesAsync();
            if (parsed.GetValue(search))
                return await run.SearchRulesAsync(parsed.GetValue(first) ?? 1, cancellationToken);
            return parsed.GetValue(one) is { } seed
                ? await run.ReplayAsync(seed, options)
                : await run.BatchAsync(parsed.GetValue(first) ?? 1, parsed.GetValue(seeds) ?? SeedsDefault, options, parsed.GetValue(report), cancellationToken);
        });
        return command;
    }

    private static Option<long?> Number(string name, string description, long least)
    {
        var option = new Option<long?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!long.TryParse(token.Value, out var value) || value < least))
                result.AddError($"{name} must be a whole number from {least} on, not '{token.Value}'.");
        });
        return option;
    }

    private static string[] Kinds(string? text) =>
        text is null or "all" ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Refuse(System.CommandLine.Parsing.OptionResult result, string name, IEnumerable<string> given, IEnumerable<string> known)
    {
        foreach (var unknown in given.Except(known, StringComparer.Ordinal))
            result.AddError($"{name}: there is no '{unknown}'; known are {string.Join(", ", known)}.");
    }
}
