using System.Text.Json;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>Selectors as text, as <c>labels.FormatLabels</c> and <c>metav1.FormatLabelSelector</c> write them.</summary>
internal static class SelectorText
{
    /// <summary>A map of labels.</summary>
    public static string OfLabels(JsonElement labels)
    {
        var text = string.Join(',', Pairs(labels));
        return text.Length == 0 ? RowWriter.None : text;
    }

    /// <summary>A label selector with labels and expressions; a selector that selects everything or nothing shows as none.</summary>
    public static string OfSelector(JsonElement selector)
    {
        var parts = Pairs(selector.At("matchLabels")).Select(p => (Key: p[..p.IndexOf('=', StringComparison.Ordinal)], Text: p))
            .Concat(selector.Items("matchExpressions").Select(e => (Key: e.Text("key"), Text: Expression(e))));
        var text = string.Join(',', parts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Text));
        return text.Length == 0 ? RowWriter.None : text;
    }

    private static string Expression(JsonElement expression)
    {
        var key = expression.Text("key");
        var values = string.Join(',', expression.Texts("values").Order(StringComparer.Ordinal));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            "DoesNotExist" => $"!{key}",
            _ => "<error>",
        };
    }

    private static IEnumerable<string> Pairs(JsonElement labels) =>
        labels.Properties().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value.Shown()}");
}
