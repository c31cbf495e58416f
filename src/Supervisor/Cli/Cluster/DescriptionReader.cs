using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Output;

namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>Collects what a description shows, from the API and, where it can be read, the journal.</summary>
internal static class DescriptionReader
{
    /// <summary>Journaled decisions shown: a day of a troubled server; <c>supervisor journal history</c> shows all.</summary>
    private const int HistoryEntriesMax = 20;

    /// <summary>Events shown: enough for one crash loop.</summary>
    private const int EventsMax = 20;

    /// <summary>All about a target.</summary>
    public static async Task<Description> ReadTargetAsync(
        CliContext context, ParseResult parsed, ClusterClient cluster, JsonObject target, CancellationToken cancellationToken)
    {
        var space = target.Text("metadata", "namespace");
        var name = target.Text("metadata", "name");
        // The pod bears the target's name, so its events come along.
        var events = await EventsAsync(cluster, space, [name], cancellationToken);
        return new Description(target, [], await HistoryAsync(context, parsed, $"{space}~{name}", cancellationToken), events);
    }

    /// <summary>All about a file system.</summary>
    public static async Task<Description> ReadFilesystemAsync(
        ClusterClient cluster, JsonObject filesystem, CancellationToken cancellationToken)
    {
        var space = filesystem.Text("metadata", "namespace");
        var name = filesystem.Text("metadata", "name");
        var all = await cluster.ListAsync(ResourceKind.Target, space, cancellationToken);
        var targets = all.Where(target => target.Text("spec", "filesystem") == name).ToList();
        var names = targets.Select(target => target.Text("metadata", "name")).Append(name).ToHashSet(StringComparer.Ordinal);
        return new Description(filesystem, targets, [], await EventsAsync(cluster, space, names, cancellationToken));
    }

    private static async Task<IReadOnlyList<JsonObject>> EventsAsync(
        ClusterClient cluster, string space, HashSet<string> names, CancellationToken cancellationToken)
    {
        var all = await cluster.ListIfKnownAsync(ResourceKind.Event, space, cancellationToken) ?? [];
        return [.. all.Where(happened => names.Contains(happened.Text("involvedObject", "name")))
            .OrderBy(DescriptionText.LastSeen)
            .TakeLast(EventsMax)];
    }

    private static async Task<IReadOnlyList<JsonObject>> HistoryAsync(
        CliContext context, ParseResult parsed, string entityId, CancellationToken cancellationToken)
    {
        if (context.History is null)
            return [];
        var entries = await context.History.ReadAsync(context.StateDirectory(parsed), entityId, HistoryEntriesMax, cancellationToken);
        return [.. entries.Select(entry => new JsonObject
        {
            ["sequenceNumber"] = entry.SequenceNumber,
            ["when"] = entry.When.ToString("O", CultureInfo.InvariantCulture),
            ["event"] = entry.Event,
            ["detail"] = entry.Detail,
        })];
    }
}
