using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>A fault that was drawn, with its victims.</summary>
/// <param name="Fault">Kind.</param>
/// <param name="Orders">Orders to the hall; all of the kind itself, but for what follows it.</param>
/// <param name="Victims">Labels of the servers that must come back in a new life.</param>
/// <param name="Client">The client that is hit, from 1; 0 for none.</param>
internal sealed record DrawnFault(WorkloadFault Fault, IReadOnlyList<FaultOrder> Orders, IReadOnlyList<string> Victims, int Client = 0);

/// <summary>Draws faults: the same seed draws the same sequence on the same cluster.</summary>
/// <param name="seed">Seed.</param>
/// <param name="faults">What to draw from.</param>
/// <param name="clients">Clients that there are.</param>
internal sealed class FaultDraw(int seed, IReadOnlyList<WorkloadFault> faults, int clients)
{
    private readonly List<WorkloadFault> round = [];

    private const int ServersAtOnce = 3;
    private readonly Random random = new(seed);

    /// <summary>How long the cluster is left alone before the next one.</summary>
    public TimeSpan Calm() => TimeSpan.FromSeconds(
        WorkloadLimits.CalmSeconds.Least + (random.NextDouble() * (WorkloadLimits.CalmSeconds.Most - WorkloadLimits.CalmSeconds.Least)));

    /// <summary>Draws one that is possible in a cluster that looks so; null when none is.</summary>
    /// <param name="servers">Servers, all of which serve.</param>
    /// <param name="machines">All nodes.</param>
    public DrawnFault? Next(IReadOnlyList<ServerView> servers, IReadOnlyList<string> machines)
    {
        var nodes = servers.Select(server => server.Node).Distinct().Order(StringComparer.Ordinal).ToList();
        var possible = faults.Where(fault => fault.Victim switch
        {
            WorkloadVictim.TwoNodes => nodes.Count > 1,
            WorkloadVictim.Mgs => servers.Any(IsMgs),
            // A target that nobody returns to waits for ever: the others bring the eviction about.
            WorkloadVictim.OneClient => clients > 1 && servers.Any(IsOst),
            _ => true,
        }).ToList();
        if (possible.Count == 0)
            return null;
        var drawn = Aim(faults.All(fault => fault.InRounds) ? NextOfRound(possible) : ByWeight(possible), servers, nodes, machines);
        return drawn.Fault.Reborn ? drawn : drawn with { Victims = [] };
    }

    private WorkloadFault ByWeight(List<WorkloadFault> possible)
    {
        var at = random.Next(possible.Sum(fault => fault.Weight));
        return possible.First(fault => (at -= fault.Weight) < 0);
    }

    private WorkloadFault NextOfRound(List<WorkloadFault> possible)
    {
        round.RemoveAll(fault => !possible.Contains(fault));
        if (round.Count == 0)
            round.AddRange(possible);
        var next = round[random.Next(round.Count)];
        round.Remove(next);
        return next;
    }

    private DrawnFault Aim(WorkloadFault fault, IReadOnlyList<ServerView> servers, List<string> nodes, IReadOnlyList<string> machines)
    {
        switch (fault.Victim)
        {
            case WorkloadVictim.Server:
                return AtServer(fault, servers[random.Next(servers.Count)]);
            case WorkloadVictim.ThreeServers:
                var three = servers.OrderBy(_ => random.Next()).Take(ServersAtOnce).ToList();
                return new DrawnFault(fault, [.. three.Select(server => Order(fault, $"{server.Namespace}/{server.Name}"))], [.. three.Select(server => server.Label)]);
            case WorkloadVictim.Mgs:
                return AtServer(fault, servers.First(IsMgs));
            case WorkloadVictim.Node:
                var node = nodes[random.Next(nodes.Count)];
                return new DrawnFault(fault, [Order(fault, node)], On(node, servers));
            case WorkloadVictim.TwoNodes:
                var first = random.Next(nodes.Count);
                var second = (first + 1 + random.Next(nodes.Count - 1)) % nodes.Count;
                return new DrawnFault(fault, [Order(fault, nodes[first], nodes[second])], []);
            case WorkloadVictim.NodeAndClient:
                var (place, cut) = (nodes[random.Next(nodes.Count)], 1 + random.Next(clients));
                return new DrawnFault(fault, [Order(fault, place, ClientOptions.NidOf(cut))], [], cut);
            case WorkloadVictim.OneClient:
                var osts = servers.Where(IsOst).ToList();
                var (host, away) = (osts[random.Next(osts.Count)].Node, 1 + random.Next(clients));
                // The node dies first: what the client was promised there must not be on disk yet. Its targets come back elsewhere, seconds later.
                return new DrawnFault(
                    fault,
                    [
                        new FaultOrder(FaultCatalog.Of(FaultKind.KillNode).Name, host),
                        .. machines.Where(machine => machine != host).Select(machine => Order(fault, machine, ClientOptions.NidOf(away))),
                    ],
                    On(host, servers), away);
            default:
                return new DrawnFault(fault, [Order(fault, "")], []);
        }
    }

    private static DrawnFault AtServer(WorkloadFault fault, ServerView server)
    {
        var name = $"{server.Namespace}/{server.Name}";
        FaultOrder[] then = fault.Then is { } next ? [new FaultOrder(FaultCatalog.Of(next).Name, name)] : [];
        return new DrawnFault(fault, [Order(fault, name), .. then], [server.Label]);
    }

    private static FaultOrder Order(WorkloadFault fault, string subject, string peer = "") =>
        new(FaultCatalog.Of(fault.Kind).Name, subject, peer, fault.Seconds);

    private static IReadOnlyList<string> On(string node, IReadOnlyList<ServerView> servers) =>
        [.. servers.Where(server => server.Node == node).Select(server => server.Label)];

    private static bool IsMgs(ServerView server) => server.Label == "MGS";

    private static bool IsOst(ServerView server) => server.Label.Contains("-OST", StringComparison.Ordinal);
}
