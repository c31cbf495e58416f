using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.Supervisor.Local.Views;
using LustreSupervisor.Supervisor.Local.Workload;

namespace LustreSupervisor.Supervisor.Tests.Local;

public sealed class WorkloadTests
{
    private static readonly ServerView[] Servers =
    [
        Server("MGS", "mgs", "node1"), Server("scratch-MDT0000", "mdt0000", "node2"), Server("scratch-OST0000", "ost0000", "node3"),
    ];

    private static readonly string[] Machines = ["node1", "node2", "node3", "node4"];

    [Fact]
    public void The_same_seed_draws_the_same_faults()
    {
        var (one, two) = (Draw(7), Draw(7));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(one.Calm(), two.Calm());
            var (first, second) = (one.Next(Servers, Machines)!, two.Next(Servers, Machines)!);
            Assert.Equal(
                (string.Join(' ', first.Orders), string.Join(' ', first.Victims)), (string.Join(' ', second.Orders), string.Join(' ', second.Victims)));
        }
    }

    [Fact]
    public void Every_kind_of_the_table_is_drawn_and_aimed_at_what_the_hall_takes()
    {
        var draw = new FaultDraw(1, [.. WorkloadFault.All.Select(fault => fault with { Weight = Math.Max(1, fault.Weight) })], 2);
        var drawn = Enumerable.Range(0, 1000).Select(_ => draw.Next(Servers, Machines)!).ToList();
        Assert.Equal(WorkloadFault.All.Select(fault => fault.Name).ToHashSet(), [.. drawn.Select(fault => fault.Fault.Name)]);
        foreach (var fault in drawn)
        {
            Assert.All(fault.Orders, AssertMakesSense);
            Assert.Contains(fault.Orders, order => order.Kind == FaultCatalog.Of(fault.Fault.Kind).Name);
            Assert.Equal(fault.Fault.Reborn, fault.Victims.Count > 0);
            Assert.True(fault.Fault.HealsAfter is null || fault.Fault.NeedsHealing);
        }
    }

    [Fact]
    public void A_client_that_is_to_be_evicted_hears_no_node_once_one_has_died()
    {
        var draw = new FaultDraw(5, WorkloadFault.Parse(WorkloadFault.EvictClient, out _)!, 3);
        var orders = draw.Next(Servers, Machines)!.Orders;
        Assert.Equal(new FaultOrder("kill-node", "node3"), orders[0]);
        Assert.Equal(["node1", "node2", "node4"], orders.Skip(1).Select(order => order.Subject).Order());
        Assert.Single(orders.Skip(1).Select(order => order.Peer).Distinct());
        // With a single client nobody would ever start the recovery window.
        Assert.Null(new FaultDraw(5, WorkloadFault.Parse(WorkloadFault.EvictClient, out _)!, 1).Next(Servers, Machines));
    }

    [Theory]
    [InlineData("fire")]
    [InlineData("kill-node,")]
    [InlineData("kill-node,random")]
    [InlineData("half-format")]
    public void A_kind_that_a_workload_does_not_have_is_refused_with_those_that_exist(string text)
    {
        Assert.Null(WorkloadFault.Parse(text, out var problem));
        Assert.Contains("there are kill-server, kill-node, kill-supervisor, freeze-node", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_kinds_are_drawn_and_no_others()
    {
        Assert.Empty(WorkloadFault.Parse("none", out _)!);
        Assert.DoesNotContain(WorkloadFault.Parse("random", out _)!, fault => fault.Name == WorkloadFault.EvictClient);
        var faults = WorkloadFault.Parse("lbug, evict-client", out _)!;
        Assert.Equal(["lbug", "evict-client"], faults.Select(fault => fault.Name));
        Assert.All(faults, fault => Assert.True(fault.Weight > 0));
    }

    [Fact]
    public void A_node_that_is_hit_takes_all_its_servers_with_it()
    {
        var draw = Draw(3);
        ServerView[] crowded = [.. Servers, Server("scratch-OST0001", "ost0001", "node3")];
        var hit = Enumerable.Range(0, 500).Select(_ => draw.Next(crowded, Machines)!)
            .First(fault => fault.Orders[0] is { Kind: "kill-node", Subject: "node3" });
        Assert.Equal(["scratch-OST0000", "scratch-OST0001"], hit.Victims);
    }

    [Fact]
    public void Blocked_operations_count_for_the_fault_during_which_they_stood_still()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000);
        var times = new BlockedTimes();
        times.Add("kill-node", start, start.AddSeconds(10));
        times.Add("kill-server", start.AddSeconds(20), start.AddSeconds(21));
        foreach (var (at, took) in ((int, int)[])[(-100, 500), (1000, 8000), (20_000, 900), (30_000, 300), (-900, 800)])
            times.Add(new ClientLine { Kind = ClientLineKind.Blocked, StartedAt = start.ToUnixTimeMilliseconds() + at, Milliseconds = took });
        var summary = times.Summarize();
        Assert.Equal(new BlockedSummary(2, 500, 8000), summary["kill-node"]);
        Assert.Equal(new BlockedSummary(1, 900, 900), summary["kill-server"]);
    }

    private static void AssertMakesSense(FaultOrder order)
    {
        var description = FaultCatalog.Find(order.Kind);
        Assert.Equal(description.Subject == FaultSubject.None, order.Subject.Length == 0);
        Assert.Equal(description.TakesPeer, order.Peer.Length > 0);
        Assert.True(order.Peer.Length == 0 || order.Peer != order.Subject);
        Assert.True(order.Seconds == 0 || description.SecondsDefault is not null);
    }

    private static FaultDraw Draw(int seed) => new(seed, WorkloadFault.Parse(WorkloadFault.Random, out _)!, 4);

    private static ServerView Server(string label, string name, string node) => new(label, "hpc", name, "Serving", node, 1, 1, "uuid", 100);
}
