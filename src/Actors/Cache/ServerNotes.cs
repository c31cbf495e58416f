using LustreSupervisor.Topology.Explain;

namespace LustreSupervisor.Actors.Cache;

/// <summary>What a server's actor saw lately and nobody journals: for people who ask what it waits for.</summary>
/// <param name="Refusal">What last stood in the way: the code of a rule, a colon, and words; empty when nothing did.</param>
/// <param name="Obstacle">What keeps the current life from going on; empty when nothing does.</param>
/// <param name="Clients">What the kernel says of its clients; null when nothing was reported.</param>
public sealed record ServerNotes(string Refusal, string Obstacle, ClientFacts? Clients);
