namespace LustreSupervisor.Supervisor.Tests.Cli;

/// <summary>A small cluster as its API server would report it.</summary>
internal static class SampleObjects
{
    private const string Lustre = "apis/lustre.cloudnative-hpc.io/v1alpha1";

    public static void Fill(FakeApiServer server)
    {
        Filesystem(server, "hpc", "scratch");
        Target(server, "hpc", "scratch-ost0003", "OST", 3, "scratch-OST0003", "Serving", "node2");
        Target(server, "hpc", "scratch-ost0000", "OST", 0, "scratch-OST0000", "Quarantined", "node1");
        Node(server, "node1");
        Node(server, "node2");
        server.Put("api/v1/namespaces/hpc/events/e1", """
            {"metadata":{"name":"e1","namespace":"hpc"},"involvedObject":{"kind":"Pod","name":"scratch-ost0003"},
             "type":"Warning","reason":"Killed","message":"exit code 137","lastTimestamp":"2026-01-02T03:03:05Z"}
            """);
    }

    public static void Filesystem(FakeApiServer server, string space, string name) =>
        server.Put($"{Lustre}/namespaces/{space}/lustrefilesystems/{name}", $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","generation":1,"creationTimestamp":"2026-01-02T02:04:05Z","managedFields":[{}]},
             "spec":{"fsName":"{{{name}}}","version":"2.15.8","mdts":{"count":1},"osts":{"count":4},"paused":false},
             "status":{"observedGeneration":1,"phase":"Serving","servers":{"declared":6,"serving":5},"indexLedger":{"highestOst":3,"highestMdt":0},
              "conditions":[{"type":"Ready","status":"False","reason":"Degraded","message":"one server waits","lastTransitionTime":"2026-01-02T03:00:00Z"}]}}
            """);

    public static void Target(
        FakeApiServer server, string space, string name, string kind, int index, string label, string state, string node) =>
        server.Put($"{Lustre}/namespaces/{space}/lustretargets/{name}", $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","creationTimestamp":"2026-01-02T02:04:05Z"},
             "spec":{"filesystem":"scratch","kind":"{{{kind}}}","index":{{{index}}},"label":"{{{label}}}"},
             "status":{"state":"{{{state}}}","node":"{{{node}}}","incarnation":{"epoch":1,"number":7},
              "device":{"id":"wwn-0x5000c500a1b2c3d4","uuid":"3f0c"},
              "recovery":{"status":"COMPLETE","completedClients":8,"evictedClients":0},"restarts":{"inWindow":1,"lastCause":"PodCrashed"},
              "conditions":[{"type":"Ready","status":"True","reason":"Serving","message":"mounted","lastTransitionTime":"2026-01-02T03:00:00Z"}]}}
            """);

    private static void Node(FakeApiServer server, string name)
    {
        server.Put($"{Lustre}/lustrenodes/{name}", $$$"""
            {"metadata":{"name":"{{{name}}}","creationTimestamp":"2026-01-02T02:04:05Z"},
             "status":{"systemUuid":"c0ffee00-0000-4000-8000-000000000001","bootId":"b007","devices":[{"id":"a"},{"id":"b"}]}}
            """);
        server.Put($"api/v1/nodes/{name}", $$$"""
            {"metadata":{"name":"{{{name}}}"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}
            """);
    }
}
