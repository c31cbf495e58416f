using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Topology.Explain;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Gathers what an explanation is made from.</summary>
internal static class LiveFacts
{
    internal static TargetFacts Of(ServerState server, LiveTopology live, DateTimeOffset now)
    {
        var target = server.Declared.Target;
        var notes = live.Notes.GetValueOrDefault(target.EntityId);
        var kernel = server.Claim?.Kernel ?? server.Current?.Kernel;
        return new TargetFacts(
            server,
            live.Filesystems.GetValueOrDefault(target.FilesystemId),
            kernel is null ? null : live.Machines.GetValueOrDefault(kernel.SystemUuid),
            notes?.Refusal ?? "",
            notes?.Obstacle ?? "",
            notes?.Clients,
            now)
        {
            Episodes = live.Episodes.GetValueOrDefault(target.EntityId, EpisodeLog.Empty),
        };
    }
}
