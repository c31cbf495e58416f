using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>
/// The annotation of kubectl's client-side apply. Fields that still have the value it records belong to kubectl, so that its
/// server-side apply may take them over without a conflict.
/// </summary>
internal static class LastApplied
{
    /// <summary>The field manager of kubectl's server-side apply.</summary>
    internal const string ServerSideManager = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The fields whose value is the recorded one; none without a usable annotation.</summary>
    public static FieldSet Unchanged(JsonObject live, MergeSchema schema, string apiVersion)
    {
        if (live.TextAt("metadata", "annotations", Annotation) is not { Length: > 0 } text) return FieldSet.Empty;
        try
        {
            if (JsonText.Parse(Encoding.UTF8.GetBytes(text)) is not JsonObject recorded || recorded["apiVersion"].Text() != apiVersion) return FieldSet.Empty;
            var difference = FieldComparison.Of(recorded, live, schema);
            return FieldSets.OfObject(recorded, schema).Minus(difference.Modified).Minus(difference.Added).Minus(difference.Removed);
        }
        catch (FormatException)
        {
            return FieldSet.Empty;
        }
    }
}
