using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Translates between the stored form of an object and another API version of it. Both directions may change their argument.</summary>
internal interface IObjectView
{
    /// <summary>The object as this API version shows it.</summary>
    JsonObject FromStorage(JsonObject stored);

    /// <summary>The object as it is stored.</summary>
    JsonObject ToStorage(JsonObject viewed);
}
