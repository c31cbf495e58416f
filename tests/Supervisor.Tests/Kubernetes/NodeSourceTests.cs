using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Caching;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

public sealed class NodeSourceTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Three_objects_make_one_fact()
    {
        await using var api = await StartAsync(TestContext.Current.CancellationToken);
        await using var nodes = Watch(api);
        await nodes.ExpectAsync("+node1", "synced");
        var fact = nodes.Fact!;
        Assert.Equal(new KernelId("U1", "B1"), fact.Kernel);
        Assert.Equal((true, "t1", true, "10.0.0.1"), (fact.Ready, fact.HeartbeatStamp, fact.Schedulable, fact.Address));
        Assert.Equal("http://bmc/1", fact.BmcAddress);
        Assert.Equal("a", fact.Labels["zone"]);
        var device = Assert.Single(fact.Devices);
        Assert.Equal((new DeviceRef("wwn-1", "/dev/sda", 1024), true), (device.Device, device.Shared));
        Assert.Equal("ost", device.Labels["lustre"]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_heartbeat_is_a_new_fact_and_a_deleted_node_is_removed()
    {
        await using var api = await StartAsync(TestContext.Current.CancellationToken);
        await using var nodes = Watch(api);
        await nodes.ExpectAsync("+node1", "synced");
        (await api.NextWatchAsync("leases", Deadline)).Accept().Send("MODIFIED", Lease("t2"));
        await nodes.ExpectAsync("+node1");
        Assert.Equal("t2", nodes.Fact!.HeartbeatStamp);
        (await api.NextWatchAsync("nodes", Deadline)).Accept().Send("DELETED", Node("B1"));
        await nodes.ExpectAsync("-node1");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_old_report_never_passes_for_a_new_boot()
    {
        await using var api = await StartAsync(TestContext.Current.CancellationToken);
        await using var nodes = Watch(api);
        await nodes.ExpectAsync("+node1", "synced");
        (await api.NextWatchAsync("nodes", Deadline)).Accept().Send("MODIFIED", Node("B2"));
        await nodes.ExpectAsync("+node1");
        Assert.Equal("B1", nodes.Fact!.Kernel.BootId);
        (await api.NextWatchAsync("lustrenodes", Deadline)).Accept().Send("MODIFIED", Report("B2"));
        await nodes.ExpectAsync("+node1");
        Assert.Equal("B2", nodes.Fact!.Kernel.BootId);
    }

    [Fact(Timeout = 30_000)]
    public async Task Is_stale_when_one_part_is_and_synced_when_all_are()
    {
        await using var api = await StartAsync(TestContext.Current.CancellationToken);
        await using var nodes = Watch(api);
        await nodes.ExpectAsync("+node1", "synced");
        var good = api.Answer;
        api.Answer = request => request.Path.EndsWith("leases", StringComparison.Ordinal)
            ? FakeAnswer.Refusal(503, "ServiceUnavailable")
            : good(request);
        (await api.NextWatchAsync("leases", Deadline)).Refuse(FakeAnswer.Refusal(410, "Expired"));
        await nodes.ExpectAsync("stale");
        api.Answer = good;
        await nodes.ExpectAsync("+node1", "+node1", "synced");
    }

    private static ChangeReader<NodeFact> Watch(FakeApi api) =>
        new(new NodeSource(api.Client, new InformerLimits(), TimeProvider.System, NullLogger<NodeSource>.Instance), Deadline);

    private static async Task<FakeApi> StartAsync(CancellationToken cancellationToken)
    {
        var api = await FakeApi.StartAsync(cancellationToken);
        api.Answer = request => request.Path.Split('/')[^1] switch
        {
            "nodes" => FakeAnswer.List("1", Node("B1")),
            "leases" when request.Path.Contains("kube-node-lease", StringComparison.Ordinal) => FakeAnswer.List("1", Lease("t1")),
            "lustrenodes" => FakeAnswer.List("1", Report("B1")),
            _ => new FakeAnswer(404, "{}"),
        };
        return api;
    }

    private static string Node(string boot) => $$$"""
        {"metadata":{"name":"node1","labels":{"zone":"a"},"annotations":{"lustre.cloudnative-hpc.io/bmc-address":"http://bmc/1"}},
         "spec":{},"status":{"nodeInfo":{"systemUUID":"u1","bootID":"{{{boot}}}"},"addresses":[{"type":"Hostname","address":"n"},
         {"type":"InternalIP","address":"10.0.0.1"}],"conditions":[{"type":"Ready","status":"True"}]}}
        """.ReplaceLineEndings("");

    private static string Lease(string renewed) =>
        $$$"""{"metadata":{"name":"node1","namespace":"kube-node-lease"},"spec":{"renewTime":"{{{renewed}}}"}}""";

    private static string Report(string boot) => $$$"""
        {"metadata":{"name":"node1"},"status":{"systemUuid":"U1","bootId":"{{{boot}}}",
         "devices":[{"id":"wwn-1","path":"/dev/sda","sizeBytes":1024,"shared":true,"labels":{"lustre":"ost"}}]}}
        """.ReplaceLineEndings("");
}
