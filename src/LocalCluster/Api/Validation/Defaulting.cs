using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>Filling in what is absent.</summary>
internal static class Defaulting
{
    /// <summary>Sets a field that is absent.</summary>
    public static void Default(this JsonObject owner, string name, JsonNode value)
    {
        if (owner[name] is null) owner[name] = value;
    }
}
