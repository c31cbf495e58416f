using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Supervisor.Manifests.Schemas;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Tests.Manifests;

/// <summary>The CRD, the converter and the core's defaults must say the same.</summary>
public sealed class SpecRoundTripTests
{
    private const string Least = """
        {"fsName":"scratch",
         "mgs":{"storage":{"devices":{"selector":{"matchLabels":{"lustre":"mgt"}}}}},
         "mdts":{"count":1,"storage":{"devices":{"selector":{"matchLabels":{"lustre":"mdt"}}}}},
         "osts":{"count":4,"storage":{"devices":{"selector":{"matchLabels":{"lustre":"ost"}}}}}}
        """;

    private const string Full = """
        {"fsName":"home","version":"2.17.0","image":"registry.example/x","runtime":"VirtualMachine","backend":"zfs",
         "network":{"hostNetwork":false,"lnet":[{"net":"o2ib1","interfaces":["ib0","ib1"]}]},
         "mgs":{"externalNids":["10.0.0.1@tcp"]},
         "mdts":{"count":2,"storage":{"claimTemplate":{"storageClassName":"san","volumeMode":"Block","accessModes":["ReadWriteMany"],
           "resources":{"requests":{"storage":"1Ti"}}}},"placement":{"nodeSelector":{"a":"b"},"failureDomainKey":"rack","maxPerNode":1}},
         "osts":{"count":9,"storage":{"devices":{"selector":{"matchLabels":{"lustre":"ost"}},"minSizeGiB":7,"reachable":"NodeLocal"}},
           "placement":{"nodeSelector":{},"failureDomainKey":"rack","maxPerNode":2}},
         "tolerateFailedTargets":1,
         "healing":{"restarts":{"maxInWindow":3,"windowSeconds":60,"backoffMinSeconds":2,"backoffMaxSeconds":9,"resetAfterSeconds":30},
           "failover":"Off","nodeLostAfterSeconds":9,"maxNodesAtOnce":2,"fencing":[{"agent":"manual"},{"agent":"bmc"}],
           "selfFence":{"enabled":true,"grantSeconds":10},"mountTimeoutSeconds":100,"unmountTimeoutSeconds":101,
           "failback":{"windows":["Sun 02:00-04:00"]},"onFault":[{"fault":"PodCrashed","response":"Quarantine"}]},
         "scaling":{"mode":"Off","minOsts":2,"maxOsts":8,"scaleUpAbovePercent":70,"headroomPercent":10,"cooldownSeconds":5,"allowUnattendedRemoval":true},
         "upgrade":{"supervised":true,"maxUnavailablePerFailureDomain":2,"windows":["Sun 02:00-04:00"]},
         "channels":{"policy":"Rdma"},"paused":true,"deletionPolicy":"Erase"}
        """;

    [Fact]
    public void Every_field_survives_the_way_there_and_back() =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Full), FilesystemSpecWriter.Write(Read(Full))));

    [Fact]
    public void Defaults_of_the_cluster_are_defaults_of_the_core()
    {
        var defaulted = JsonNode.Parse(Least)!.AsObject();
        Default(defaulted, CrdSchemas.Filesystem["properties"]!["spec"]!.AsObject());
        Assert.Equal(Canonical(defaulted), Canonical(FilesystemSpecWriter.Write(Read(Least))));
    }

    [Fact]
    public void Three_definitions_are_carried() => Assert.Equal(
        ["LustreFilesystem", "LustreNode", "LustreTarget"],
        CrdSchemas.Definitions().Select(definition => definition["spec"]!["names"]!["kind"]!.GetValue<string>()));

    private static FilesystemSpec Read(string json) => FilesystemSpecReader.Read(JsonNode.Parse(json)!.AsObject());

    /// <summary>Structural defaulting as the API server does it: absent properties, from the outside in.</summary>
    private static void Default(JsonObject value, JsonObject schema)
    {
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            if (value[name] is null && property!["default"] is { } otherwise)
                value[name] = otherwise.DeepClone();
            if (value[name] is JsonObject nested)
                Default(nested, property!.AsObject());
        }
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(',', map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{Canonical(entry.Value)}")) + "}",
        JsonArray list => "[" + string.Join(',', list.Select(Canonical)) + "]",
        _ => node?.ToJsonString() ?? "null",
    };
}
