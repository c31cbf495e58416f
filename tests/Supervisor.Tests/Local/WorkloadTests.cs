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

    [Fact]
    public void The_same_seed_draws_the_same_faults()
    {
        var (one, two) = (new FaultDraw(7), new FaultDraw(7));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(one.Calm(), two.Calm());
            var (first, second) = (one.Next(Servers), two.Next(Servers));
            Assert.Equal((first.Order, string.Join(' ', first.Victims)), (second.Order, string.Join(' ', second.Victims)));
        }
    }

    [Fact]
    public void Every_kind_of_the_table_is_drawn_and_aimed_at_what_the_hall_takes()
    {
        var draw = new FaultDraw(1);
        var drawn = Enumerable.Range(0, 500).Select(_ => draw.Next(Servers)).ToList();
        Assert.Equal(WorkloadFault.All.Select(fault => fault.Name).ToHashSet(), [.. drawn.Select(fault => fault.Order.Kind)]);
        foreach (var fault in drawn)
        {
            var description = FaultCatalog.Find(fault.Order.Kind);
            Assert.Equal(description.Subject == FaultSubject.None, fault.Order.Subject.Length == 0);
            Assert.Equal(description.TakesPeer, fault.Order.Peer.Length > 0);
            Assert.True(fault.Order.Peer.Length == 0 || fault.Order.Peer != fault.Order.Subject);
            Assert.Equal(fault.Fault.Reborn, fault.Victims.Count > 0);
            Assert.True(fault.Fault.HealsAfter is null || description.Healing == FaultHealing.Clear);
        }
    }

    [Fact]
    public void A_node_that_is_hit_takes_all_its_servers_with_it()
    {
        var draw = new FaultDraw(3);
        ServerView[] crowded = [.. Servers, Server("scratch-OST0001", "ost0001", "node3")];
        var hit = Enumerable.Range(0, 500).Select(_ => draw.Next(crowded)).First(fault => fault.Order is { Kind: "kill-node", Subject: "node3" });
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

    private static ServerView Server(string label, string name, string node) => new(label, "hpc", name, "Serving", node, 1, 1, "uuid", 100);
}
