using System.Collections.Immutable;
using Akka.Actor;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Servers;
using LustreSupervisor.Actors.Tests.Fakes;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;
using Envelope = LustreSupervisor.Actors.Hosting.Envelope;

namespace LustreSupervisor.Actors.Tests.Filesystems;

/// <summary>One file system: plans, tells servers what they are until they have heard, and waits for inventory without losing patience.</summary>
public sealed class FilesystemActorTests(ITestOutputHelper output) : Stage(output)
{
    private static readonly ImmutableSortedDictionary<string, string> NoLabels = ImmutableSortedDictionary<string, string>.Empty;

    private FilesystemState? State => Live.Filesystems.GetValueOrDefault("hpc~scratch");

    [Fact]
    public async Task Devices_that_appear_later_complete_the_first_plan()
    {
        Boot(osts: 1);
        Declare(osts: 2);
        await Until(() => Waits().Contains("scratch-OST0001", StringComparison.Ordinal), "what is missing is published");
        Assert.Empty(State!.Servers);
        Boot(osts: 2);
        await Until(() => State!.Servers.Length == 3, "the plan is made");
    }

    [Fact]
    public async Task Devices_that_appear_later_complete_a_growth()
    {
        Boot(osts: 1);
        Declare(osts: 1);
        await Until(() => State?.Servers.Length == 2, "the plan is made");
        Declare(osts: 2, generation: 2);
        await Until(() => State!.Generation == 2, "the growth is accepted");
        await Pass(5);
        Boot(osts: 2);
        await Until(() => State!.Servers.Length == 3, "the growth is planned");
    }

    [Fact]
    public async Task A_view_of_nodes_that_may_be_stale_is_not_planned_from()
    {
        View.SetNodesCurrent(false);
        Boot(osts: 1);
        Declare(osts: 1);
        await Pass(5);
        Assert.False(Timeline.Has("journal LayoutPlanned"));
        View.SetNodesCurrent(true);
        await Until(() => State?.Servers.Length == 2, "the plan is made");
    }

    [Fact]
    public async Task A_server_is_told_its_place_until_it_says_that_it_holds_it()
    {
        var servers = CreateTestProbe();
        Regions.Servers = servers;
        Boot(osts: 1);
        Declare(osts: 1);
        var told = 0;
        await Until(
            () =>
            {
                while (servers.HasMessages)
                    told += ((Envelope)servers.ReceiveOne(TimeSpan.Zero, TestContext.Current.CancellationToken)).Message is PlaceInPlan p && p.Declaration.MayStart ? 1 : 0;
                return told >= 3;
            },
            "it is repeated");
        var mdt = State!.Servers[0];
        Regions.TellFilesystem("hpc~scratch", new ServerAcknowledged(mdt.Target.ObjectName, mdt, true, ServerPhase.Placed, 3), servers);
        await Until(
            () => Status.Filesystems["hpc~scratch"].Conditions[1].Message.Contains("mdt0000 Placed", StringComparison.Ordinal),
            "it is heard");
        while (servers.HasMessages)
            servers.ReceiveOne(TimeSpan.Zero, TestContext.Current.CancellationToken);
        await Pass(10);
        while (servers.HasMessages)
            Assert.NotEqual(mdt.Target.EntityId, ((Envelope)servers.ReceiveOne(TimeSpan.Zero, TestContext.Current.CancellationToken)).EntityId);
    }

    [Fact]
    public async Task Its_servers_start_wave_by_wave_and_all_serve()
    {
        Boot(osts: 2);
        Declare(osts: 2);
        await Until(() => Status.Filesystems.TryGetValue("hpc~scratch", out var v) && v.Phase == "Serving", "it serves");
        Timeline.InOrder("Mount life 1 of hpc~scratch-mdt0000", "journal ServerFirstServed", "Format life 1 of hpc~scratch-ost000");
    }

    [Fact]
    public async Task After_a_recovery_the_same_plan_stands_and_every_server_is_told_again()
    {
        Boot(osts: 1);
        Declare(osts: 1);
        await Until(() => Status.Filesystems.TryGetValue("hpc~scratch", out var v) && v.Phase == "Serving", "it serves");
        var (plan, calls) = (PlanOf(State!), Timeline.Calls.Count());
        Regions.Filesystems.Tell(new EntityHost.HandOver("hpc~scratch"));
        await Until(() => Timeline.Count("journal FilesystemResumed") == 2, "it is back", stepMilliseconds: 500);
        await Pass(5);
        Assert.Equal(plan, PlanOf(State!));
        Assert.Equal(calls, Timeline.Calls.Count());
        Assert.Equal(1, Timeline.Count("journal LayoutPlanned"));
    }

    [Fact]
    public async Task Two_file_systems_that_hold_one_name_do_not_stop_a_third()
    {
        Boot(osts: 1);
        foreach (var name in new[] { "a", "b" })
            Live.Set($"hpc~{name}", new FilesystemState { Namespace = "hpc", Name = name, Spec = Spec(1) with { FsName = "twin" } });
        Declare(osts: 1);
        await Until(() => State?.Servers.Length == 2, "the plan is made");
    }

    private static FilesystemSpec Spec(int osts) => new()
    {
        FsName = "scratch",
        Mgs = new MgsSpec(null, ["10.9.0.1@tcp"]),
        Mdts = new TargetGroupSpec(1, Storage("mdt"), new PlacementSpec()),
        Osts = new TargetGroupSpec(osts, Storage("ost"), new PlacementSpec()),
    };

    private static StorageSpec Storage(string kind) => new(NoLabels.Add("lustre", kind), 1, Reachability.Shared, null);

    private static NodeDevice Device(string kind, int n) =>
        new(new($"wwn-{kind}{n}", $"/dev/{kind}{n}", 1L << 40), NoLabels.Add("lustre", kind), true);

    private static string PlanOf(FilesystemState state) =>
        string.Join(';', state.Servers.Select(s => $"{s.Target.Label} {s.Device.Id} {s.ServiceNodes[0]}"));

    private void Boot(int osts)
    {
        Nodes.Reach([Device("mdt", 0), .. Enumerable.Range(0, osts).Select(n => Device("ost", n))]);
        if (Nodes.Names.Count > 0)
            return;
        Nodes.Boot("node1");
        Nodes.Boot("node2");
    }

    private void Declare(int osts, long generation = 1) => Regions.TellFilesystem(
        "hpc~scratch", new DeclarationSeen(new FilesystemFact("hpc", "scratch", "uid-1", generation, Spec(osts))), TestActor);

    private string Waits() => Status.Filesystems.TryGetValue("hpc~scratch", out var v) ? v.Conditions[0].Message : "";
}
