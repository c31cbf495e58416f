using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Simulation.Api;

/// <summary>A pod of a server, as the API server holds it.</summary>
internal sealed record PodObject(string Key, string Uid, TargetId Target, IncarnationId Incarnation, string Node, DateTimeOffset CreatedAt)
{
    internal PodPhase Phase { get; init; } = PodPhase.Pending;

    internal string Ending { get; init; } = "";

    internal string Endpoint { get; init; } = "";

    internal bool Deleting { get; init; }

    internal PodFact Fact => new(Key, Uid, Node, Incarnation, Phase, Ending, Endpoint, Deleting);
}

/// <summary>A Node.</summary>
internal sealed record NodeObject(string Name, KernelId Kernel, string Heartbeat, DateTimeOffset HeardAt)
{
    internal bool Ready { get; init; } = true;

    internal bool Schedulable { get; init; } = true;
}

/// <summary>A target's Lease.</summary>
internal sealed record LeaseObject(string? Holder, string? Kernel, long Version);

/// <summary>The API server did not answer, or not in time: what was asked may have been done.</summary>
internal sealed class ApiUnavailableException() : Exception("the API server does not answer");

/// <summary>409: the name is taken by another incarnation.</summary>
internal sealed class NameTakenException() : Exception("the name is taken");
