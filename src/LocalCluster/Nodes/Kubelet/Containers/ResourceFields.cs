using System.Globalization;
using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>The downward API's <c>resourceFieldRef</c> (<c>pkg/api/v1/resource</c>). Pure.</summary>
internal static class ResourceFields
{
    /// <summary>The value in units of the divisor, rounded up.</summary>
    /// <param name="field">What is asked for, such as <c>limits.memory</c>.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container that asks; the field may name another one.</param>
    /// <exception cref="ContainerException">There is no such container or resource.</exception>
    public static string Read(V1ResourceFieldSelector field, V1Pod pod, V1Container container)
    {
        var of = string.IsNullOrEmpty(field.ContainerName)
            ? container
            : pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).FirstOrDefault(one => one.Name == field.ContainerName)
                ?? throw new ContainerException($"container {field.ContainerName} not found", Refusal.Config);
        var words = field.Resource.Split('.', 2);
        var quantities = words[0] switch
        {
            "limits" => of.Resources?.Limits,
            "requests" => of.Resources?.Requests ?? of.Resources?.Limits,
            _ => throw new ContainerException($"unsupported container resource : {field.Resource}", Refusal.Config),
        };
        var value = quantities is not null && words.Length == 2 && quantities.TryGetValue(words[1], out var found)
            ? found.ToDecimal()
            : words[0] == "limits" ? OfNode(words[^1], field.Resource) : 0;
        var divisor = field.Divisor?.ToDecimal() is { } given and > 0 ? given : 1;
        return Math.Ceiling(value / divisor).ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>A container without a limit may have the whole node.</summary>
    private static decimal OfNode(string resource, string field) => resource switch
    {
        "cpu" => Environment.ProcessorCount,
        "memory" => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        _ => throw new ContainerException($"unsupported container resource : {field}", Refusal.Config),
    };
}
