using System.Text.Json;
using System.Text.Json.Serialization;

namespace LustreSupervisor.LocalCluster.State;

/// <summary>How the small files of the state directory, and the hall's answers, are written.</summary>
public static class StateJson
{
    /// <summary>camelCase, enums by name, indented: people read these files.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
