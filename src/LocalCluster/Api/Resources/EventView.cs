using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>
/// <c>events.k8s.io/v1</c> over the storage of <c>v1</c> events: one object under two sets of names
/// (<c>pkg/apis/events/v1/conversion.go</c>).
/// </summary>
internal sealed class EventView : IObjectView
{
    private static readonly (string Core, string Events)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    public JsonObject FromStorage(JsonObject stored)
    {
        foreach (var (core, events) in Names) Rename(stored, core, events);
        stored["apiVersion"] = "events.k8s.io/v1";
        return stored;
    }

    public JsonObject ToStorage(JsonObject viewed)
    {
        foreach (var (core, events) in Names) Rename(viewed, events, core);
        viewed["apiVersion"] = "v1";
        return viewed;
    }

    private static void Rename(JsonObject body, string from, string to)
    {
        if (!body.TryGetPropertyValue(from, out var value)) return;
        body.Remove(from);
        body[to] = value;
    }
}
