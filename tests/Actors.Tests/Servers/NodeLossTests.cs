using System.Collections.Immutable;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Tests.Servers;

/// <summary>A node dies with several servers on it: with file system, machines and servers as they work together.</summary>
public sealed class NodeLossTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task Its_machine_is_fenced_once_and_every_server_goes_on_elsewhere_after_its_own_proof()
    {
        await FilesystemServes();
        var lost = ServersOn("node1");
        Assert.True(lost.Count > 1, "the test needs several servers on one node");
        var lives = Lives();
        Nodes.Kill("node1");
        await Until(() => AllServe() && ServersOn("node1").Count == 0, "every server serves on another node", stepMilliseconds: 500);
        Assert.Equal(1, Timeline.Count("fence node1"));
        Timeline.InOrder("journal ProofAwaited", "journal FencePermitted of filesystem/hpc~scratch", "journal FenceRequested", "fence node1");
        Assert.All(lost, id => Timeline.InOrder(
            $"journal ProofAwaited of server/{id}",
            $"journal DeathProved of server/{id}",
            $"delete pod {id["hpc~".Length..]}",
            $"create pod {id["hpc~".Length..]} of life {lives[id] + 1}"));
        Assert.All(lost, id => Timeline.InOrder("journal FenceConfirmed", $"journal DeathProved of server/{id}"));
        Assert.DoesNotContain(Timeline.Calls, c => c.EndsWith(nameof(PodDeletion.Graceful), StringComparison.Ordinal));
        Assert.All(lives.Keys.Except(lost), id => Assert.Equal(lives[id], Lives()[id]));
        await Until(() => Live.Filesystems["hpc~scratch"].Fences.IsEmpty, "the permit is settled");
    }

    [Fact]
    public async Task A_fence_that_is_not_confirmed_is_tried_again_and_nothing_moves_meanwhile()
    {
        await FilesystemServes();
        var lost = ServersOn("node1");
        var attempts = 0;
        Fencing.OnOrder = (_, _) => ++attempts < 4 ? throw new FenceFailedException("the controller is silent") : Task.CompletedTask;
        Nodes.Kill("node1");
        await Until(() => Timeline.Count("fence node1") == 3, "three attempts", stepMilliseconds: 500);
        Assert.All(lost, id => Assert.Equal(ServerPhase.AwaitingProof, Live.Servers[id].Phase));
        Assert.False(Timeline.Has("delete pod"));
        await Until(() => AllServe() && ServersOn("node1").Count == 0, "every server serves", stepMilliseconds: 500);
        Assert.Equal(4, Timeline.Count("fence node1"));
    }

    [Fact]
    public async Task A_fence_that_hangs_blocks_nobody_and_has_a_deadline()
    {
        await FilesystemServes();
        Fencing.OnOrder = (_, token) => Timeline.Count("fence node1") == 1 ? FakeAgents.Hang(token) : Task.CompletedTask;
        Nodes.Kill("node1");
        await Until(() => AllServe() && ServersOn("node1").Count == 0, "every server serves", stepMilliseconds: 500);
        Assert.Equal(2, Timeline.Count("fence node1"));
    }

    [Fact]
    public async Task A_second_node_that_is_lost_waits_for_a_person()
    {
        await FilesystemServes();
        Fencing.OnOrder = (_, _) => throw new FenceFailedException("the controller is silent");
        Nodes.Kill("node1");
        await Until(() => Timeline.Has("fence node1"), "the first node is fenced", stepMilliseconds: 500);
        var second = ServersOn("node2");
        Nodes.Kill("node2");
        await Until(
            () => second.All(id => Live.Servers[id].Phase == ServerPhase.AwaitingProof
                && Status.Targets[id].Conditions[0].Message.Contains("FenceLimit", StringComparison.Ordinal)),
            "its servers say what they wait for",
            stepMilliseconds: 500);
        Assert.False(Timeline.Has("fence node2"));
    }

    [Fact]
    public async Task A_node_that_comes_back_with_another_boot_proves_it_itself()
    {
        await FilesystemServes();
        Fencing.OnOrder = (_, _) => throw new FenceFailedException("no controller");
        var lost = ServersOn("node1");
        Nodes.Kill("node1");
        await Until(() => lost.All(id => Live.Servers[id].Phase == ServerPhase.AwaitingProof), "they wait", stepMilliseconds: 500);
        Nodes.Boot("node1");
        await Until(AllServe, "every server serves", stepMilliseconds: 250);
        var fences = Timeline.Count("fence");
        await Pass(30, stepMilliseconds: 500);
        Assert.Equal(fences, Timeline.Count("fence"));
        Assert.True(Nodes.IsAlive("node1"));
    }

    [Fact]
    public async Task Silence_does_not_count_while_the_view_itself_may_be_stale()
    {
        await FilesystemServes();
        View.SetNodesCurrent(false);
        Nodes.Kill("node1");
        await Pass(120, stepMilliseconds: 1000);
        Assert.True(AllServe());
        Assert.False(Timeline.Has("fence"));
        View.SetNodesCurrent(true);
        await Pass(35, stepMilliseconds: 1000);
        Assert.True(AllServe(), "after a time of deafness silence counts anew");
        await Until(() => Timeline.Has("fence node1"), "the node is lost", stepMilliseconds: 500);
    }

    [Fact]
    public async Task A_paused_file_system_loses_its_node_and_nothing_is_touched()
    {
        await FilesystemServes();
        Declare(generation: 2, paused: true);
        await Until(() => Live.Servers.Values.All(s => s.Declared.Paused), "every server knows");
        var calls = Timeline.Calls.Count();
        Nodes.Kill("node1");
        await Pass(120, stepMilliseconds: 1000);
        Assert.Equal(calls, Timeline.Calls.Count());
        Declare(generation: 3, paused: false);
        await Until(() => Timeline.Has("fence node1"), "the pause is over", stepMilliseconds: 500);
    }

    private static readonly ImmutableSortedDictionary<string, string> NoLabels = ImmutableSortedDictionary<string, string>.Empty;

    private static NodeDevice Device(string kind, int n) =>
        new(new($"wwn-{kind}{n}", $"/dev/{kind}{n}", 1L << 40), NoLabels.Add("lustre", kind), true);

    private async Task FilesystemServes()
    {
        Nodes.Reach([Device("mgt", 0), Device("mdt", 0), .. Enumerable.Range(0, 4).Select(n => Device("ost", n))]);
        foreach (var node in new[] { "node1", "node2", "node3" })
            Nodes.Boot(node);
        Declare(generation: 1, paused: false);
        await Until(() => Live.Servers.Count == 6 && AllServe(), "six servers serve", stepMilliseconds: 100);
    }

    private void Declare(long generation, bool paused)
    {
        static StorageSpec Storage(string kind) => new(NoLabels.Add("lustre", kind), 1, Reachability.Shared, null);
        var spec = new FilesystemSpec
        {
            FsName = "scratch",
            Mgs = new MgsSpec(Storage("mgt"), []),
            Mdts = new TargetGroupSpec(1, Storage("mdt"), new PlacementSpec()),
            Osts = new TargetGroupSpec(4, Storage("ost"), new PlacementSpec()),
            Paused = paused,
        };
        var fact = new FilesystemFact("hpc", "scratch", "uid-1", generation, spec);
        Regions.TellFilesystem(fact.Key, new DeclarationSeen(fact), TestActor);
    }

    private bool AllServe() => Live.Servers.Values.All(s => s.Phase == ServerPhase.Serving);

    private List<string> ServersOn(string node) => [.. Live.Servers.Where(s => s.Value.Current?.Node == node).Select(s => s.Key)];

    private Dictionary<string, long> Lives() => Live.Servers.ToDictionary(s => s.Key, s => s.Value.Current!.Id.Number);
}
