using System.Collections.Immutable;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Fencing.Storage;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Supervisor.Tests.Fencing;

public sealed class StorageFenceAgentTests : INodeAgents
{
    private readonly SortedDictionary<string, NodeFact> _view = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<StorageFenceOrder, StorageFenceResult>> _answers = [];
    private readonly List<string> _asked = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public StorageFenceAgentTests()
    {
        foreach (var node in new[] { "node1", "node2", "node3" })
            _view.Add(node, new NodeFact(
                node, new KernelId($"uuid-{node}", $"boot-{node}"), true, "1", true, "", ImmutableSortedDictionary<string, string>.Empty, [], null)
            {
                AgentEndpoint = $"unix:/{node}",
            });
    }

    [Fact]
    public async Task All_devices_cut_off_is_a_fence_of_those_devices()
    {
        Answer("node2", order => Gone(order.DeviceId));
        var confirmed = await Agent().FenceAsync(Order("wwn-1", "wwn-2"), Token);
        Assert.Equal("scsiReservation", confirmed.Agent);
        Assert.Equal(["wwn-1", "wwn-2"], confirmed.Devices.AsEnumerable());
        Assert.Contains("wwn-2 is gone", confirmed.Evidence, StringComparison.Ordinal);
        Assert.Equal(["node2 scsi /dev/wwn-1 uuid-node1/boot-1 2", "node2 scsi /dev/wwn-2 uuid-node1/boot-1 2"], _asked.Order());
    }

    [Fact]
    public async Task The_next_node_is_asked_when_one_cannot()
    {
        Answer("node2", _ => throw new AgentSessionException("nobody there"));
        Answer("node3", order => Gone(order.DeviceId));
        var confirmed = await Agent().FenceAsync(Order("wwn-1"), Token);
        Assert.StartsWith("node3: ", confirmed.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_devices_are_none()
    {
        Answer("node2", order => order.DeviceId == "wwn-1" ? Gone("wwn-1") : Kept("nothing reserves it"));
        Answer("node3", _ => throw new AgentRefusedException("not implemented"));
        var failed = await FailureAsync(Order("wwn-1", "wwn-2"));
        Assert.Contains("wwn-1 is cut off, which counts only with the others", failed, StringComparison.Ordinal);
        Assert.Contains("wwn-2 is not cut off: node2: nothing reserves it; node3: not implemented", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_devices_or_a_boot_nothing_is_concluded()
    {
        Answer("node2", order => Gone(order.DeviceId));
        Assert.Contains("no device is named", await FailureAsync(Order()), StringComparison.Ordinal);
        Assert.Contains("which boot", await FailureAsync(Order("wwn-1") with { BootId = "" }), StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task An_answer_without_evidence_is_none()
    {
        Answer("node2", _ => new StorageFenceResult(null, "", true));
        Answer("node3", _ => new StorageFenceResult(null, "words", false));
        Assert.Contains("says nothing", await FailureAsync(Order("wwn-1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_victim_is_never_asked_to_fence_itself_under_any_name()
    {
        _view["node2"] = _view["node2"] with { Kernel = new KernelId("UUID-NODE1", "boot-9") };
        _view["node3"] = _view["node3"] with { Kernel = new KernelId("uuid-node1", "boot-1") };
        Answer("node2", order => Gone(order.DeviceId));
        Answer("node3", order => Gone(order.DeviceId));
        await FailureAsync(Order("wwn-1"));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_device_that_no_other_node_reaches_cannot_be_fenced() => Assert.Contains(
        "no other node reaches it",
        await FailureAsync(Order() with { Scope = new FenceScope([new FenceDevice("wwn-1", [])], null) }),
        StringComparison.Ordinal);

    Task<NodeAgentDescription> INodeAgents.DescribeAsync(string endpoint, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<GrantLapse> INodeAgents.AskLapseAsync(string endpoint, KernelId kernel, int grantSeconds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<StorageFenceResult> INodeAgents.FenceAsync(string endpoint, StorageFenceOrder order, CancellationToken cancellationToken)
    {
        var node = endpoint["unix:/".Length..];
        lock (_asked)
            _asked.Add($"{node} {order.Backend} {order.DevicePath} {order.Victim} {order.Known.Length}");
        return Task.FromResult(_answers[node](order));
    }

    private void Answer(string node, Func<StorageFenceOrder, StorageFenceResult> answer) => _answers[node] = answer;

    private static StorageFenceResult Gone(string device) => new(null, $"{device} is gone", true);

    private static StorageFenceResult Kept(string why) => new(new Fault(FaultKind.Node, "NotCutOff", why), "", false);

    private StorageFenceAgent Agent() => new(ReservationBackend.Scsi, this, () => _view.Values);

    private static FenceOrder Order(params string[] devices) => new("uuid-node1", "node1", ["scsiReservation"], null)
    {
        BootId = "boot-1",
        Scope = new FenceScope(
            [.. devices.Select(d => new FenceDevice(d, [new DevicePath("node2", $"/dev/{d}"), new DevicePath("node3", $"/dev/{d}")]))], null),
    };

    private async Task<string> FailureAsync(FenceOrder order) =>
        (await Assert.ThrowsAsync<FenceFailedException>(() => Agent().FenceAsync(order, Token))).Message;
}
