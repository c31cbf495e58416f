using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Decisions as documents, for programs.</summary>
internal static class EventDocument
{
    // For output only: the journal itself holds protobuf.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>One decision.</summary>
    public static JsonObject Of(JournalEntry entry)
    {
        var data = JsonSerializer.SerializeToNode(entry.Event, entry.Event.GetType(), Options)!.AsObject();
        data.Remove("meta");
        return new JsonObject
        {
            ["ordering"] = entry.Ordering,
            ["time"] = entry.At.ToString("O", CultureInfo.InvariantCulture),
            ["persistenceId"] = entry.PersistenceId,
            ["sequenceNumber"] = entry.SequenceNumber,
            ["event"] = entry.Event.GetType().Name,
            ["manifest"] = entry.Manifest,
            ["text"] = EventText.What(entry.Event),
            ["cause"] = entry.Event.Meta.Cause,
            ["by"] = entry.Event.Meta.By,
            ["data"] = data,
        };
    }
}
