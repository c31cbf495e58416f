using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>What must be true of every layout, whoever planned it.</summary>
public static class PlanChecker
{
    /// <summary>What is wrong with the plan that a file system holds, one sentence each; none when it is clean.</summary>
    public static ImmutableArray<string> Faults(FilesystemState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return
        [
            .. Twice(state.Servers, "device", s => s.Device.Id),
            .. Twice(state.Servers, "label", s => s.Target.Label),
            .. Twice(state.Servers, "object name", s => s.Target.ObjectName),
            .. state.Servers.SelectMany(s => ServerFaults(state, s)),
            .. OrderFaults(state),
        ];
    }

    /// <summary>What a new plan takes back of an earlier one's ledger: an index belongs to its device for ever.</summary>
    /// <param name="before">State before the plan.</param>
    /// <param name="servers">The plan.</param>
    public static ImmutableArray<string> LedgerFaults(FilesystemState before, ImmutableArray<ServerSpec> servers)
    {
        ArgumentNullException.ThrowIfNull(before);
        return [.. servers
            .Where(s => before.Ledger.TryGetValue(s.Target.Label, out var device) && device != s.Device.Id)
            .Select(s => $"{s.Target.Label} belongs to device {before.Ledger[s.Target.Label]} for ever; the plan names {s.Device.Id}")];
    }

    private static IEnumerable<string> Twice(ImmutableArray<ServerSpec> servers, string what, Func<ServerSpec, string> of) =>
        servers.GroupBy(of, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => $"{what} {g.Key} is given to {string.Join(" and ", g.Select(s => s.Target.ObjectName))}");

    private static IEnumerable<string> ServerFaults(FilesystemState state, ServerSpec server)
    {
        var name = server.Target.ObjectName;
        if (server.ServiceNodes.IsDefaultOrEmpty)
            yield return $"{name} has no service node";
        foreach (var node in server.ServiceNodes.Where(n => n.Nids.Length == 0 || n.DevicePath.Length == 0 || n.SystemUuid.Length == 0))
            yield return $"{name} on {node.Name}: NIDs, device path or machine are missing";
        if (server.Target.Kind != TargetKind.Mgt && server.MgsNids.IsDefaultOrEmpty)
            yield return $"{name} has no NID of an MGS";
        if (state.Ledger.GetValueOrDefault(server.Target.Label) != server.Device.Id)
            yield return $"{name}: the ledger gives {server.Target.Label} to {state.Ledger.GetValueOrDefault(server.Target.Label) ?? "nobody"}, the plan to {server.Device.Id}";
    }

    /// <summary>No server may start before one that it needs.</summary>
    private static IEnumerable<string> OrderFaults(FilesystemState state) =>
        from server in state.Servers
        from earlier in state.Servers
        where StartOrder.WaveOf(earlier.Target) < StartOrder.WaveOf(server.Target)
            && !state.FirstServed.Contains(earlier.Target.ObjectName) && !state.FirstServed.Contains(server.Target.ObjectName)
            && StartOrder.MayStart(state, server)
        select $"{server.Target.ObjectName} may start before {earlier.Target.ObjectName} served";
}
