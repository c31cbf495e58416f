using System.Text.Json.Nodes;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>Writes a spec as the <c>spec</c> of a LustreFilesystem, every default spelt out.</summary>
public static class FilesystemSpecWriter
{
    /// <summary>Writes; <see cref="FilesystemSpecReader.Read"/> gives the same spec back.</summary>
    public static JsonObject Write(FilesystemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new JsonObject
        {
            ["fsName"] = spec.FsName,
            ["version"] = spec.Version,
            ["image"] = spec.Image,
            ["runtime"] = spec.Runtime.ToString(),
            ["backend"] = spec.Backend.ToString().ToLowerInvariant(),
            ["network"] = Network(spec.Network),
            ["mgs"] = spec.Mgs.Storage is { } storage
                ? new JsonObject { ["storage"] = Storage(storage) }
                : new JsonObject { ["externalNids"] = Texts(spec.Mgs.ExternalNids) },
            ["mdts"] = Group(spec.Mdts),
            ["osts"] = Group(spec.Osts),
            ["tolerateFailedTargets"] = spec.TolerateFailedTargets,
            ["healing"] = Healing(spec.Healing),
            ["scaling"] = Scaling(spec.Scaling),
            ["upgrade"] = new JsonObject
            {
                ["supervised"] = spec.Upgrade.Supervised,
                ["maxUnavailablePerFailureDomain"] = spec.Upgrade.MaxUnavailablePerFailureDomain,
                ["windows"] = Texts(spec.Upgrade.Windows),
            },
            ["channels"] = new JsonObject { ["policy"] = spec.ChannelPolicy.ToString() },
            ["paused"] = spec.Paused,
            ["deletionPolicy"] = spec.DeletionPolicy.ToString(),
        };
    }

    private static JsonObject Network(NetworkSpec network) => new()
    {
        ["hostNetwork"] = network.HostNetwork,
        ["lnet"] = new JsonArray([.. network.Lnet.Select(net =>
            new JsonObject { ["net"] = net.Net, ["interfaces"] = Texts(net.Interfaces) })]),
    };

    private static JsonObject Group(TargetGroupSpec group) => new()
    {
        ["count"] = group.Count,
        ["storage"] = Storage(group.Storage),
        ["placement"] = new JsonObject
        {
            ["nodeSelector"] = Map(group.Placement.NodeSelector),
            ["failureDomainKey"] = group.Placement.FailureDomainKey,
            ["maxPerNode"] = group.Placement.MaxPerNode,
        },
    };

    private static JsonObject Storage(StorageSpec storage) => storage.ClaimTemplate is { } claim
        ? new JsonObject { ["claimTemplate"] = JsonNode.Parse(claim) }
        : new JsonObject
        {
            ["devices"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["matchLabels"] = Map(storage.Selector) },
                ["minSizeGiB"] = storage.MinSizeGiB,
                ["reachable"] = storage.Reachable.ToString(),
            },
        };

    private static JsonObject Healing(HealingSpec healing) => new()
    {
        ["restarts"] = new JsonObject
        {
            ["maxInWindow"] = healing.Restarts.MaxInWindow,
            ["windowSeconds"] = healing.Restarts.WindowSeconds,
            ["backoffMinSeconds"] = healing.Restarts.BackoffMinSeconds,
            ["backoffMaxSeconds"] = healing.Restarts.BackoffMaxSeconds,
            ["resetAfterSeconds"] = healing.Restarts.ResetAfterSeconds,
        },
        ["failover"] = healing.Failover.ToString(),
        ["nodeLostAfterSeconds"] = healing.NodeLostAfterSeconds,
        ["maxNodesAtOnce"] = healing.MaxNodesAtOnce,
        ["fencing"] = new JsonArray([.. healing.Fencing.Select(agent => new JsonObject { ["agent"] = agent })]),
        ["selfFence"] = new JsonObject
        {
            ["enabled"] = healing.SelfFenceEnabled,
            ["grantSeconds"] = healing.SelfFenceGrantSeconds,
        },
        ["mountTimeoutSeconds"] = healing.MountTimeoutSeconds,
        ["unmountTimeoutSeconds"] = healing.UnmountTimeoutSeconds,
        ["failback"] = new JsonObject { ["windows"] = Texts(healing.FailbackWindows) },
        ["onFault"] = new JsonArray([.. healing.OnFault.Select(c => new JsonObject
        {
            ["fault"] = c.Fault.ToString(), ["response"] = c.Response.ToString(),
        })]),
    };

    private static JsonObject Scaling(ScalingSpec scaling) => new()
    {
        ["mode"] = scaling.Mode,
        ["minOsts"] = scaling.MinOsts,
        ["maxOsts"] = scaling.MaxOsts,
        ["scaleUpAbovePercent"] = scaling.ScaleUpAbovePercent,
        ["headroomPercent"] = scaling.HeadroomPercent,
        ["cooldownSeconds"] = scaling.CooldownSeconds,
        ["allowUnattendedRemoval"] = scaling.AllowUnattendedRemoval,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> map) =>
        new(map.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value)));
}
