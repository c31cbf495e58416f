using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Events, of either API group: both are stored as core ones.</summary>
internal static class EventTable
{
    public static readonly TableKind Kind = new(
        [
            TableColumn.Text("Last Seen", "Time since it happened last."),
            TableColumn.Text("Type", "Normal or Warning."),
            TableColumn.Text("Reason", "What happened, as one word."),
            TableColumn.Text("Object", "What it happened to."),
            Wide("Subobject", "The part that it happened to."),
            Wide("Source", "Who says so."),
            TableColumn.Text("Message", "What happened."),
            Wide("First Seen", "Time since it happened first."),
            Wide("Count", "How often it happened."),
            Wide("Name", "Name of the event.") with { Format = "name" },
        ],
        Write);

    private static void Write(RowWriter row, JsonElement seen)
    {
        var first = row.Since(seen.Moment("firstTimestamp") ?? seen.Moment("eventTime"));
        var last = seen.Moment("lastTimestamp") is { } time ? row.Since(time) : first;
        var count = seen.Whole("count") is { } given and not 0 ? given : 1;
        if (seen.At("series") is { ValueKind: JsonValueKind.Object } series)
        {
            last = row.Since(series.Moment("lastObservedTime"));
            count = series.Whole("count") ?? 0;
        }

        row.Text(last).Text(seen.Text("type")).Text(seen.Text("reason")).Text(Target(seen.At("involvedObject")))
            .Text(seen.Text("involvedObject", "fieldPath")).Text(Source(seen)).Text(seen.Text("message").Trim())
            .Text(first).Whole(count).Name(seen);
    }

    private static string Target(JsonElement target)
    {
        var kind = target.Text("kind").ToLowerInvariant();
        return target.Text("name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    private static string Source(JsonElement seen)
    {
        var component = seen.TextOr(seen.Text("reportingComponent"), "source", "component");
        var host = seen.TextOr(seen.Text("reportingInstance"), "source", "host");
        return host.Length == 0 ? component : $"{component}, {host}";
    }
}
