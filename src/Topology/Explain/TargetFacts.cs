using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Topology.Explain;

/// <summary>Everything that an explanation is made from.</summary>
/// <param name="Server">The server.</param>
/// <param name="Filesystem">Its file system; null while that is not known here.</param>
/// <param name="Machine">The machine that holds the claim, or else the one it runs on; null when none is known.</param>
/// <param name="Refusal">What last stood in the way: the code of a rule, a colon, and words; empty when nothing did.</param>
/// <param name="Obstacle">What keeps the current life from going on, as its actor saw it last; empty when nothing does.</param>
/// <param name="Clients">What the kernel says of its clients; null when nothing was reported.</param>
/// <param name="Now">Time.</param>
public sealed record TargetFacts(
    ServerState Server,
    FilesystemState? Filesystem,
    MachineState? Machine,
    string Refusal,
    string Obstacle,
    ClientFacts? Clients,
    DateTimeOffset Now)
{
    /// <summary>Its interruptions.</summary>
    public EpisodeLog Episodes { get; init; } = EpisodeLog.Empty;
}

/// <summary>What a target's kernel says of its clients.</summary>
/// <param name="Recovery">Recovery status as the kernel writes it, such as <c>RECOVERING</c>.</param>
/// <param name="Back">Clients that have come back.</param>
/// <param name="WaitedFor">Clients that recovery waits for.</param>
/// <param name="Evicted">Clients that were evicted.</param>
/// <param name="SecondsRemaining">Until recovery ends by itself; null when the kernel does not say.</param>
/// <param name="Health">Last line of <c>health_check</c>; empty when it was not reported.</param>
public sealed record ClientFacts(string Recovery, int Back, int WaitedFor, int Evicted, long? SecondsRemaining, string Health);
