using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>One term of a node affinity: all of its requirements have to hold; a term without any holds nowhere.</summary>
internal sealed class NodeTerm
{
    private static readonly Dictionary<string, Operator> Operators = new(StringComparer.Ordinal)
    {
        ["In"] = Operator.In, ["NotIn"] = Operator.NotIn, ["Exists"] = Operator.Exists, ["DoesNotExist"] = Operator.Absent,
        ["Gt"] = Operator.GreaterThan, ["Lt"] = Operator.LessThan,
    };

    private readonly Requirement[] labels;
    private readonly Requirement[] fields;
    private readonly bool isUnderstood;

    private NodeTerm(JsonObject term)
    {
        var expressions = term.Objects("matchExpressions").Select(Read).ToList();
        var fieldExpressions = term.Objects("matchFields").Select(Read).ToList();
        isUnderstood = expressions.Concat(fieldExpressions).All(requirement => requirement is not null);
        labels = [.. expressions.OfType<Requirement>()];
        fields = [.. fieldExpressions.OfType<Requirement>()];
    }

    public static NodeTerm Of(JsonObject term) => new(term);

    public bool Matches(NodeView node) => isUnderstood && labels.Length + fields.Length > 0
        && labels.All(requirement => requirement.Matches(node.Labels))
        && fields.All(requirement => requirement.Matches(node.Fields));

    private static Requirement? Read(JsonObject expression)
    {
        if (!Operators.TryGetValue(expression["operator"].Text() ?? "", out var op)) return null;
        string[] values = [.. expression.Items("values")?.Select(value => value.Text() ?? "") ?? []];
        if (op is Operator.GreaterThan or Operator.LessThan && values.Length != 1) return null;
        return new Requirement(expression["key"].Text() ?? "", op, values);
    }
}
