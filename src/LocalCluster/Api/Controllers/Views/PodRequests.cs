using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>
/// What a pod takes of a node (<c>component-helpers/resource.PodRequests</c>): its containers together with the sidecars, or what one of
/// the init containers needs on its turn if that is more, and the overhead. What the pod itself requests goes before its containers.
/// </summary>
internal static class PodRequests
{
    public static Dictionary<string, decimal> Of(JsonObject? spec)
    {
        var total = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("containers")) Quantity.Add(total, Requests(container));
        var sidecars = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var starting = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in spec.Objects("initContainers"))
        {
            var needs = new Dictionary<string, decimal>(sidecars, StringComparer.Ordinal);
            Quantity.Add(needs, Requests(container));
            Quantity.Max(starting, needs);
            if (container["restartPolicy"].Text() == "Always") sidecars = needs;
        }

        Quantity.Add(total, sidecars);
        Quantity.Max(total, starting);
        foreach (var (name, amount) in Requests(spec)) total[name] = amount;
        Quantity.Add(total, Quantity.ReadAll(spec.Child("overhead")));
        return total;
    }

    /// <summary>A limit without a request is the request.</summary>
    private static Dictionary<string, decimal> Requests(JsonObject? container)
    {
        var requests = Quantity.ReadAll(container.Child("resources").Child("requests"));
        foreach (var (name, amount) in Quantity.ReadAll(container.Child("resources").Child("limits"))) requests.TryAdd(name, amount);
        return requests;
    }
}
