using System.Globalization;
using LustreSupervisor.LocalCluster.Hall;

namespace LustreSupervisor.Supervisor.Local.Views;

/// <summary>What changed between two looks, one line each: for a log or a pipe, where no table can live.</summary>
internal static class ClusterLines
{
    /// <summary>Lines for what is new in <paramref name="after"/>.</summary>
    /// <param name="before">The look before, null at first.</param>
    /// <param name="after">The look now.</param>
    public static IEnumerable<string> Between(ClusterSnapshot? before, ClusterSnapshot after)
    {
        var known = before?.Servers.ToDictionary(server => (server.Namespace, server.Name)) ?? [];
        foreach (var server in after.Servers)
        {
            if (!known.TryGetValue((server.Namespace, server.Name), out var was) || was with { Pid = server.Pid } != server)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{server.Label}: {server.State} on {(server.Node.Length > 0 ? server.Node : "-")}, incarnation {server.Epoch}.{server.Incarnation}");
        }

        foreach (var process in Own(after).Except(Own(before)))
            yield return $"{process.Role} {process.Name} runs as process {process.Pid}";
        foreach (var process in Own(before).Except(Own(after)))
            yield return $"{process.Role} {process.Name}, process {process.Pid}, is dead";
    }

    private static IEnumerable<HallProcess> Own(ClusterSnapshot? snapshot) =>
        snapshot?.Status.Processes.Where(process => process.Role is not HallRole.Pod) ?? [];
}
