using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>States as documents that can be compared, whichever process they come from: equal states give equal documents.</summary>
public static class TopologyDocument
{
    // For output only: the journal itself holds protobuf.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepWhatIsFolded } },
    };

    /// <summary>The whole of a replayed journal: <c>servers</c>, <c>filesystems</c> and <c>machines</c> by key.</summary>
    public static JsonObject Of(ReplayedTopology topology) => new()
    {
        ["servers"] = Map(topology.Servers, Of),
        ["filesystems"] = Map(topology.Filesystems, Of),
        ["machines"] = Map(topology.Machines, Of),
    };

    /// <summary>A server.</summary>
    public static JsonObject Of(ServerState state) => Write(state);

    /// <summary>A file system.</summary>
    public static JsonObject Of(FilesystemState state)
    {
        var document = Write(state);
        // A set has no order of its own.
        document["firstServed"] = new JsonArray([.. state.FirstServed.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
        return document;
    }

    /// <summary>A machine.</summary>
    public static JsonObject Of(MachineState state)
    {
        var document = Write(state);
        document["fencedBoots"] = new JsonObject(state.FencedBoots
            .OrderBy(boot => boot.Key, StringComparer.Ordinal)
            .Select(boot => KeyValuePair.Create(boot.Key, (JsonNode?)JsonSerializer.SerializeToNode(boot.Value, Options))));
        return document;
    }

    /// <summary>Where two documents differ, as <c>path: left | right</c>; none when they are equal.</summary>
    public static IEnumerable<string> Differences(JsonNode? left, JsonNode? right, string path = "$") => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Select(m => m.Key).Union(b.Select(m => m.Key))
            .SelectMany(key => Differences(a[key], b[key], $"{path}.{key}")),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).SelectMany((pair, i) => Differences(pair.Item1, pair.Item2, $"{path}[{i}]")),
        _ => JsonNode.DeepEquals(left, right) ? [] : [$"{path}: {left?.ToJsonString() ?? "absent"} | {right?.ToJsonString() ?? "absent"}"],
    };

    private static JsonObject Map<TState>(IEnumerable<KeyValuePair<string, TState>> states, Func<TState, JsonObject> of) =>
        new(states.Select(state => KeyValuePair.Create(state.Key, (JsonNode?)of(state.Value))));

    private static JsonObject Write<T>(T state) => JsonSerializer.SerializeToNode(state, Options)!.AsObject();

    /// <summary>Properties without a setter are derived from the others; that of an undeclared server throws.</summary>
    private static void KeepWhatIsFolded(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].Set is null)
                type.Properties.RemoveAt(i);
    }
}
