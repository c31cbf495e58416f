using System.Globalization;
using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Api.Json;

/// <summary>The parts of an object's <c>metadata</c> (ObjectMeta of <c>meta/v1</c>) that the server itself reads and writes.</summary>
internal static class Metadata
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static JsonObject Meta(this JsonObject body) => body.Ensure("metadata");

    public static string? Name(this JsonObject body) => body.TextAt("metadata", "name");

    public static string? Uid(this JsonObject body) => body.TextAt("metadata", "uid");

    public static string? ResourceVersion(this JsonObject body) => body.TextAt("metadata", "resourceVersion");

    public static long Generation(this JsonObject body) => body.At("metadata", "generation").Whole() ?? 0;

    public static bool IsDeleting(this JsonObject body) => body.At("metadata", "deletionTimestamp") is not null;

    public static bool HasFinalizers(this JsonObject body) => body.At("metadata", "finalizers") is JsonArray { Count: > 0 };

    public static long? GraceSeconds(this JsonObject body) => body.At("metadata", "deletionGracePeriodSeconds").Whole();

    /// <summary>The time in the whole seconds of <c>metav1.Time</c>.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Moment(JsonNode? node) =>
        DateTimeOffset.TryParse(node.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
