using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>Labels and selectors of labels (<c>apimachinery/pkg/apis/meta/v1/validation</c>).</summary>
internal static class LabelRules
{
    /// <summary>Checks a map of labels.</summary>
    public static void CheckLabels(Spot labels)
    {
        foreach (var (key, _) in labels.Object ?? [])
        {
            if (!Names.IsQualified(key)) labels.Errors.Add(FieldError.Invalid(labels.Path, key, Names.QualifiedNameRule));
            var value = labels[key];
            if (!Names.IsLabelValue(value.Text)) labels.Errors.Add(FieldError.Invalid(labels.Path, value.Text, Names.LabelValueRule));
        }
    }

    /// <summary>Checks a <c>LabelSelector</c>.</summary>
    public static void CheckSelector(Spot selector)
    {
        CheckLabels(selector["matchLabels"]);
        foreach (var term in selector.Each("matchExpressions"))
        {
            if (!Names.IsQualified(term["key"].Text)) term["key"].Invalid(Names.QualifiedNameRule);
            var count = term["values"].Node is JsonArray values ? values.Count : 0;
            switch (term["operator"].Text)
            {
                case "In" or "NotIn" when count == 0:
                    term["values"].Required("must be specified when `operator` is 'In' or 'NotIn'");
                    break;
                case "Exists" or "DoesNotExist" when count > 0:
                    term["values"].Forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist":
                    break;
                default:
                    term["operator"].Invalid("not a valid selector operator");
                    break;
            }
        }
    }

    /// <summary>Nothing is selected by name or expression.</summary>
    public static bool IsEmpty(Spot selector) =>
        selector["matchLabels"].Object is not { Count: > 0 } && selector["matchExpressions"].Node is not JsonArray { Count: > 0 };

    /// <summary>Whether labels fit a <c>LabelSelector</c>.</summary>
    public static bool Fits(Spot selector, Spot labels)
    {
        foreach (var (key, _) in selector["matchLabels"].Object ?? [])
            if (labels[key].Node is null || labels[key].Text != selector["matchLabels"][key].Text) return false;
        return selector.Each("matchExpressions").All(term => Fits(term, labels[term["key"].Text]));

        static bool Fits(Spot term, Spot label)
        {
            var isAmong = label.Node is not null && term.Each("values").Any(v => v.Text == label.Text);
            return term["operator"].Text switch
            {
                "In" => isAmong,
                "NotIn" => !isAmong,
                "Exists" => label.Node is not null,
                _ => label.Node is null,
            };
        }
    }
}
