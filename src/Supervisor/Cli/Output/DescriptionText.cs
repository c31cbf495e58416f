using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>What a description says, line by line.</summary>
internal static class DescriptionText
{
    /// <summary>Lines about a target.</summary>
    public static IEnumerable<(string Name, string Value)> Target(JsonObject target, TimeProvider time) =>
    [
        ("Name", target.Text("metadata", "name")),
        ("Namespace", target.Text("metadata", "namespace")),
        ("Filesystem", target.Text("spec", "filesystem")),
        ("Label", target.Text("spec", "label")),
        ("Kind", With(target.Text("spec", "kind"), ", index ", target.Text("spec", "index"))),
        ("State", target.Text("status", "state")),
        ("Node", target.Text("status", "node")),
        ("Incarnation", Incarnation(target.At("status", "incarnation"))),
        ("Device", With(target.Text("status", "device", "id"), ", uuid ", target.Text("status", "device", "uuid"))),
        ("Recovery", Recovery(target.At("status", "recovery"))),
        ("Restarts", Restarts(target.At("status", "restarts"))),
        ("Age", Elapsed.Since(target.Instant("metadata", "creationTimestamp"), time)),
    ];

    /// <summary>Lines about a file system.</summary>
    public static IEnumerable<(string Name, string Value)> Filesystem(JsonObject filesystem, TimeProvider time) =>
    [
        ("Name", filesystem.Text("metadata", "name")),
        ("Namespace", filesystem.Text("metadata", "namespace")),
        ("FSName", filesystem.Text("spec", "fsName")),
        ("Version", filesystem.Text("spec", "version")),
        ("Image", filesystem.Text("spec", "image")),
        ("Runtime", With(filesystem.Text("spec", "runtime"), ", backend ", filesystem.Text("spec", "backend"))),
        ("MGS", string.Join(", ", Texts(filesystem.At("spec", "mgs", "externalNids")))),
        ("Declared", $"{Count(filesystem, "mdts")} MDT, {Count(filesystem, "osts")} OST"),
        ("Servers", Servers(filesystem.At("status", "servers"))),
        ("Phase", filesystem.Text("status", "phase")),
        ("Highest index", Ledger(filesystem.At("status", "indexLedger"))),
        ("Plan", filesystem.Text("status", "plan")),
        ("Paused", filesystem.Text("spec", "paused") == "true" ? "yes: the supervisor does nothing here" : ""),
        ("Age", Elapsed.Since(filesystem.Instant("metadata", "creationTimestamp"), time)),
    ];

    /// <summary>Columns of conditions.</summary>
    public static IReadOnlyList<Column> Conditions(TimeProvider time) =>
    [
        new("TYPE", condition => condition.Text("type")),
        new("STATUS", condition => condition.Text("status")),
        new("SINCE", condition => Elapsed.Since(condition.Instant("lastTransitionTime"), time)),
        new("REASON", condition => condition.Text("reason")),
        new("MESSAGE", condition => condition.Text("message")),
    ];

    /// <summary>Columns of journaled decisions.</summary>
    public static IReadOnlyList<Column> History(TimeProvider time) =>
    [
        new("SEQ", entry => entry.Text("sequenceNumber")) { Number = true },
        new("AGO", entry => Elapsed.Since(entry.Instant("when"), time)),
        new("EVENT", entry => entry.Text("event")),
        new("DETAIL", entry => entry.Text("detail")),
    ];

    /// <summary>Columns of Kubernetes events.</summary>
    public static IReadOnlyList<Column> Events(TimeProvider time) =>
    [
        new("AGO", happened => Elapsed.Since(LastSeen(happened), time)),
        new("TYPE", happened => happened.Text("type")),
        new("REASON", happened => happened.Text("reason")),
        new("OBJECT", happened => $"{happened.Text("involvedObject", "kind").ToLowerInvariant()}/{happened.Text("involvedObject", "name")}"),
        new("MESSAGE", happened => happened.Text("message").Trim()),
    ];

    /// <summary>When an event was last seen; writers fill one of three fields.</summary>
    public static DateTimeOffset? LastSeen(JsonObject happened) =>
        happened.Instant("lastTimestamp") ?? happened.Instant("eventTime") ?? happened.Instant("metadata", "creationTimestamp");

    private static string With(string value, string separator, string addition) =>
        value.Length == 0 || addition.Length == 0 ? value : value + separator + addition;

    private static string Incarnation(JsonNode? incarnation) => incarnation is null
        ? ""
        : $"{incarnation.Text("number")} (epoch {incarnation.Text("epoch")})";

    private static string Recovery(JsonNode? recovery) => recovery is null
        ? ""
        : $"{recovery.Text("status")}, {recovery.Number("completedClients") ?? 0} clients recovered, {recovery.Number("evictedClients") ?? 0} evicted";

    private static string Restarts(JsonNode? restarts) => restarts is null
        ? ""
        : With($"{restarts.Number("inWindow") ?? 0} in the window", ", last cause ", restarts.Text("lastCause"));

    private static string Servers(JsonNode? servers) => servers is null
        ? ""
        : $"{servers.Number("serving") ?? 0} of {servers.Number("declared") ?? 0} serving";

    private static string Ledger(JsonNode? ledger) => ledger is null
        ? ""
        : $"MDT {ledger.Number("highestMdt") ?? 0}, OST {ledger.Number("highestOst") ?? 0}";

    private static string Count(JsonObject filesystem, string group) => filesystem.Text("spec", group, "count") is { Length: > 0 } count ? count : "0";

    private static IEnumerable<string> Texts(JsonNode? array) => (array as JsonArray)?.Select(item => item.Text()) ?? [];
}
