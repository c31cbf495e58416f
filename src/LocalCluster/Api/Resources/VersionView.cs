using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>A further version of a custom resource under conversion strategy <c>None</c>: only <c>apiVersion</c> differs.</summary>
internal sealed class VersionView(string shown, string stored) : IObjectView
{
    public JsonObject FromStorage(JsonObject stored)
    {
        stored["apiVersion"] = shown;
        return stored;
    }

    public JsonObject ToStorage(JsonObject viewed)
    {
        viewed["apiVersion"] = stored;
        return viewed;
    }
}
