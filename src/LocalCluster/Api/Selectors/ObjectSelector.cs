using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>A label selector in the form that objects carry (<c>metav1.LabelSelector</c>).</summary>
internal static class ObjectSelector
{
    /// <summary>Whether labels match. No selector matches nothing, an empty one everything, one that makes no sense nothing.</summary>
    public static bool Matches(JsonObject? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is null) return false;
        foreach (var (key, value) in selector.Child("matchLabels") ?? [])
            if (!labels.TryGetValue(key, out var label) || label != value.Text()) return false;
        return selector.Objects("matchExpressions").All(expression => Matches(expression, expression["key"].Text() ?? "", labels));
    }

    private static bool Matches(JsonObject expression, string key, IReadOnlyDictionary<string, string> labels)
    {
        string[] values = [.. expression.Items("values")?.Select(value => value.Text() ?? "") ?? []];
        return expression["operator"].Text() switch
        {
            "In" => new Requirement(key, Operator.In, values).Matches(labels),
            "NotIn" => new Requirement(key, Operator.NotIn, values).Matches(labels),
            "Exists" => labels.ContainsKey(key),
            "DoesNotExist" => !labels.ContainsKey(key),
            _ => false,
        };
    }
}
