using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>Secrets: <c>stringData</c> is a way to write <c>data</c>, never read back.</summary>
internal sealed class SecretStrategy : TypedStrategy<V1Secret>
{
    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        body["type"] ??= "Opaque";
        if (body.Child("stringData") is { } plain)
        {
            var data = body.Ensure("data");
            foreach (var (name, value) in plain) data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        }

        body.Remove("stringData");
    }
}
