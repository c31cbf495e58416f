using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>The columns of each kind, those of the custom resources' definitions.</summary>
internal static class ResourceColumns
{
    /// <summary>Namespace, put first where several are shown.</summary>
    public static Column Namespace { get; } = new("NAMESPACE", item => item.Text("metadata", "namespace"));

    /// <summary>Columns of file systems.</summary>
    public static IReadOnlyList<Column> Filesystems(TimeProvider time) =>
    [
        Name(),
        new("FSNAME", item => item.Text("spec", "fsName")),
        new("VERSION", item => item.Text("spec", "version")),
        new("SERVING", Serving) { Number = true },
        new("READY", item => item.Condition("Ready").Text("status")) { Colour = Colours.OfReadiness },
        new("PLAN", item => item.Text("status", "plan")),
        new("PHASE", item => item.Text("status", "phase")) { Wide = true },
        Age(time),
    ];

    /// <summary>Columns of targets.</summary>
    public static IReadOnlyList<Column> Targets(TimeProvider time) =>
    [
        Name(),
        new("KIND", item => item.Text("spec", "kind")),
        new("NODE", item => item.Text("status", "node")),
        new("STATE", item => item.Text("status", "state")) { Colour = Colours.OfState },
        new("INC", item => item.Text("status", "incarnation", "number")) { Number = true },
        new("RECOVERY", item => item.Text("status", "recovery", "status")),
        new("RESTARTS", item => item.Text("status", "restarts", "inWindow")) { Number = true },
        Age(time),
        new("DEVICE", item => item.Text("status", "device", "id")) { Wide = true },
        new("LAST-CAUSE", item => item.Text("status", "restarts", "lastCause")) { Wide = true },
    ];

    /// <summary>Columns of nodes.</summary>
    /// <param name="time">Clock of ages.</param>
    /// <param name="nodes">The nodes as Kubernetes sees them.</param>
    /// <param name="targets">Targets, which say where they serve.</param>
    public static IReadOnlyList<Column> Nodes(TimeProvider time, IReadOnlyList<JsonObject> nodes, IReadOnlyList<JsonObject> targets)
    {
        var byName = nodes.ToLookup(node => node.Text("metadata", "name"), StringComparer.Ordinal);
        var serving = targets.Where(target => target.Text("status", "state") == "Serving")
            .ToLookup(target => target.Text("status", "node"), StringComparer.Ordinal);
        return
        [
            Name(),
            new("READY", item => byName[item.Text("metadata", "name")].FirstOrDefault().Condition("Ready").Text("status"))
            {
                Colour = Colours.OfReadiness,
            },
            new("SERVING", item => Count(serving[item.Text("metadata", "name")])) { Number = true },
            new("DEVICES", item => Count(item.Items("status", "devices"))) { Number = true },
            new("SYSTEM-UUID", item => item.Text("status", "systemUuid")),
            new("BOOT-ID", item => item.Text("status", "bootId")) { Wide = true },
            Age(time),
        ];
    }

    private static Column Name() => new("NAME", item => item.Text("metadata", "name"));

    private static Column Age(TimeProvider time) => new("AGE", item => Elapsed.Since(item.Instant("metadata", "creationTimestamp"), time));

    private static string Count(IEnumerable<JsonObject> items) => items.Count().ToString(CultureInfo.InvariantCulture);

    private static string Serving(JsonObject filesystem)
    {
        var servers = filesystem.At("status", "servers");
        return servers is null ? "" : $"{servers.Number("serving") ?? 0}/{servers.Number("declared") ?? 0}";
    }
}
