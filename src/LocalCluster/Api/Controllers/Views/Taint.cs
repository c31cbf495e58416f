using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Controllers.Views;

/// <summary>A taint of a node.</summary>
internal readonly record struct Taint(string Key, string Value, string Effect)
{
    public const string NoSchedule = "NoSchedule";
    public const string PreferNoSchedule = "PreferNoSchedule";
    public const string NoExecute = "NoExecute";

    public static Taint Read(JsonObject taint) => new(taint["key"].Text() ?? "", taint["value"].Text() ?? "", taint["effect"].Text() ?? "");
}

/// <summary>A toleration of a pod. An empty key, operator or effect means what it means in Kubernetes: any, Equal, any.</summary>
/// <param name="Key">Key of the taint.</param>
/// <param name="Operator"><c>Equal</c> or <c>Exists</c>.</param>
/// <param name="Value">Value of the taint, for <c>Equal</c>.</param>
/// <param name="Effect">Effect of the taint.</param>
/// <param name="Seconds">How long a <c>NoExecute</c> taint is borne; null for ever.</param>
internal readonly record struct Toleration(string Key, string Operator, string Value, string Effect, long? Seconds)
{
    public static Toleration Read(JsonObject toleration) => new(
        toleration["key"].Text() ?? "", toleration["operator"].Text() ?? "", toleration["value"].Text() ?? "",
        toleration["effect"].Text() ?? "", toleration["tolerationSeconds"].Whole());

    /// <summary><c>Toleration.ToleratesTaint</c> of <c>k8s.io/api/core/v1</c>.</summary>
    public bool Tolerates(Taint taint) =>
        (Effect.Length == 0 || Effect == taint.Effect) && (Key.Length == 0 || Key == taint.Key) && Operator switch
        {
            "" or "Equal" => Value == taint.Value,
            "Exists" => true,
            _ => false,
        };
}
