using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>A fault that was drawn, with its victims.</summary>
/// <param name="Fault">Kind.</param>
/// <param name="Order">Order to the hall.</param>
/// <param name="Victims">Labels of the servers that must come back in a new life.</param>
internal sealed record DrawnFault(WorkloadFault Fault, FaultOrder Order, IReadOnlyList<string> Victims);

/// <summary>Draws faults: the same seed draws the same sequence on the same cluster.</summary>
/// <param name="seed">Seed.</param>
internal sealed class FaultDraw(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>How long the cluster is left alone before the next one.</summary>
    public TimeSpan Calm() => TimeSpan.FromSeconds(
        WorkloadLimits.CalmSeconds.Least + (random.NextDouble() * (WorkloadLimits.CalmSeconds.Most - WorkloadLimits.CalmSeconds.Least)));

    /// <summary>Draws one that is possible in a cluster that looks so.</summary>
    /// <param name="servers">Servers, all of which serve.</param>
    public DrawnFault Next(IReadOnlyList<ServerView> servers)
    {
        var nodes = servers.Select(server => server.Node).Distinct().Order(StringComparer.Ordinal).ToList();
        var possible = WorkloadFault.All.Where(fault => fault.Victim switch
        {
            WorkloadVictim.TwoNodes => nodes.Count > 1,
            WorkloadVictim.Mgs => servers.Any(IsMgs),
            _ => true,
        }).ToList();
        var at = random.Next(possible.Sum(fault => fault.Weight));
        var drawn = possible.First(fault => (at -= fault.Weight) < 0);
        var (order, victims) = Aim(drawn, servers, nodes);
        return new DrawnFault(drawn, order, drawn.Reborn ? victims : []);
    }

    private (FaultOrder Order, IReadOnlyList<string> Victims) Aim(WorkloadFault fault, IReadOnlyList<ServerView> servers, List<string> nodes)
    {
        switch (fault.Victim)
        {
            case WorkloadVictim.Server:
                var server = servers[random.Next(servers.Count)];
                return (new FaultOrder(fault.Name, $"{server.Namespace}/{server.Name}"), [server.Label]);
            case WorkloadVictim.Mgs:
                var mgs = servers.First(IsMgs);
                return (new FaultOrder(fault.Name, $"{mgs.Namespace}/{mgs.Name}"), [mgs.Label]);
            case WorkloadVictim.Node:
                var node = nodes[random.Next(nodes.Count)];
                return (new FaultOrder(fault.Name, node), [.. servers.Where(s => s.Node == node).Select(s => s.Label)]);
            case WorkloadVictim.TwoNodes:
                var first = random.Next(nodes.Count);
                var second = (first + 1 + random.Next(nodes.Count - 1)) % nodes.Count;
                return (new FaultOrder(fault.Name, nodes[first], nodes[second]), []);
            default:
                return (new FaultOrder(fault.Name), []);
        }
    }

    private static bool IsMgs(ServerView server) => server.Label == "MGS";
}
