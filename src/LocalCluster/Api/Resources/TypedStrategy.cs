using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>A built-in kind, whose types are those of the client library's model of it.</summary>
internal class TypedStrategy<T> : ResourceStrategy
{
    /// <inheritdoc/>
    public override void Decode(JsonObject body)
    {
        try
        {
            KubernetesJson.Deserialize<T>(JsonText.ToText(body));
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or ArgumentException
            or InvalidOperationException or NotSupportedException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
