using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>Amounts of resources by name (<c>resource.Quantity</c>).</summary>
internal static class Quantity
{
    /// <summary>Reads a <c>ResourceList</c>. What is no quantity counts as nothing, which validation keeps out.</summary>
    public static Dictionary<string, decimal> ReadAll(JsonObject? list)
    {
        var read = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (name, value) in list ?? []) read[name] = Read(value);
        return read;
    }

    /// <summary>Raises each amount to at least the other's.</summary>
    public static void Max(Dictionary<string, decimal> amounts, IReadOnlyDictionary<string, decimal> other)
    {
        foreach (var (name, value) in other) amounts[name] = Math.Max(amounts.GetValueOrDefault(name), value);
    }

    /// <summary>Adds the other amounts.</summary>
    public static void Add(Dictionary<string, decimal> amounts, IReadOnlyDictionary<string, decimal> other)
    {
        foreach (var (name, value) in other) amounts[name] = amounts.GetValueOrDefault(name) + value;
    }

    private static decimal Read(JsonNode? value)
    {
        var text = value.Text() ?? value.Number()?.ToString(CultureInfo.InvariantCulture) ?? "0";
        try
        {
            return new ResourceQuantity(text).ToDecimal();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return 0;
        }
    }
}
