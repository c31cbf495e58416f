using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Nodes.Guests;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LocalCluster.Tests.Hall;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class GuestTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    private const string Uuid = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public async Task A_guest_has_a_kernel_and_a_machine_of_its_own()
    {
        var host = new NodeOptions(
            "node1", room.Directory, new Programs("/bin/false", "/bin/echo", "/bin/true"), RuntimeDirectory.Create(), ["node1"], 1234, 0.01);
        var guest = new GuestMachine("default", "vm", "uid-1", Uuid, GuestAddress.Of(1, 7), []);
        guest.Write(host);
        using var power = new CancellationTokenSource();
        var running = GuestHost.RunAsync(host, "uid-1", TimeProvider.System, NullLoggerFactory.Instance, power.Token);
        await Wait.UntilAsync(() => File.Exists(host.KernelSocketOfNid("127.0.101.7@tcp")));
        var identity = NodeIdentity.Read(room.Directory, GuestMachine.Place(host, "uid-1"))!;
        Assert.Equal(Uuid, identity.SystemUuid);
        Assert.NotEqual(NodeIdentity.Read(room.Directory, "node1")!.BootId, identity.BootId);
        await power.CancelAsync();
        Assert.Equal(0, await running);
        RuntimeDirectory.Remove(host.RuntimeDirectory);
    }

    [Fact]
    public void An_instance_is_bound_by_its_status_first()
    {
        var body = JsonNode.Parse("""
            {"metadata":{"name":"vm","annotations":{"lustre.cloudnative-hpc.io/guest-command":"[\"lustre-agent\",\"target\"]"}},
             "spec":{"nodeSelector":{"kubernetes.io/hostname":"node2"},"domain":{}}}
            """)!.AsObject();
        Assert.Equal("node2", new VmiView(body).Node);
        Assert.Equal(["lustre-agent", "target"], new VmiView(body).Command);
        Assert.Equal(TimeSpan.FromSeconds(30), new VmiView(body).Grace);
        body["status"] = new JsonObject { ["nodeName"] = "node1" };
        Assert.Equal("node1", new VmiView(body).Node);
        body["metadata"]!["annotations"]![VmiView.CommandAnnotation] = "lustre-agent target";
        Assert.ThrowsAny<JsonException>(() => new VmiView(body).Command);
    }

    [Fact]
    public void Each_phase_is_stamped_once()
    {
        var vmi = new VmiView(new JsonObject { ["status"] = VmiStatus.Of(new VmiView([]), "Scheduled", "node1", null, DateTimeOffset.UnixEpoch) });
        var status = VmiStatus.Of(vmi, "Running", "node1", "127.0.101.1", DateTimeOffset.UnixEpoch.AddSeconds(5));
        var stamps = status["phaseTransitionTimestamps"]!.AsArray().Select(one => (one!["phase"]!.GetValue<string>(), one["phaseTransitionTimestamp"]!.GetValue<string>()));
        Assert.Equal([("Scheduled", "1970-01-01T00:00:00Z"), ("Running", "1970-01-01T00:00:05Z")], stamps);
        Assert.Equal("True", status["conditions"]![0]!["status"]!.GetValue<string>());
    }
}
