using System.Text.Json.Serialization;

namespace LustreSupervisor.Supervisor.Management;

/// <summary>Answer of <c>/cluster/members</c>, in the form of Akka and Pekko Management, so that their tools understand it.</summary>
/// <param name="SelfNode">Address of the member that answers.</param>
/// <param name="Members">All members.</param>
/// <param name="Unreachable">Members that somebody cannot reach, in the order of their addresses.</param>
/// <param name="Leader">Address of the leader; left out when there is none.</param>
/// <param name="Oldest">Address of the oldest member; left out when there is none.</param>
/// <param name="OldestPerRole">Address of the oldest member of each role.</param>
public sealed record ClusterMembers(
    string SelfNode,
    IReadOnlyList<ClusterMember> Members,
    IReadOnlyList<UnreachableMember> Unreachable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Leader,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Oldest,
    IReadOnlyDictionary<string, string> OldestPerRole);

/// <summary>One member of the Akka cluster.</summary>
/// <param name="Node">Its address, <c>akka.tcp://system@host:port</c>.</param>
/// <param name="NodeUid">Tells two lives at one address apart; a number as text, as the JVM writes it.</param>
/// <param name="Status">Such as <c>Up</c> or <c>Leaving</c>.</param>
/// <param name="Roles">Its roles, in order.</param>
public sealed record ClusterMember(string Node, string NodeUid, string Status, IReadOnlyList<string> Roles);

/// <summary>A member that others cannot reach.</summary>
/// <param name="Node">Its address.</param>
/// <param name="ObservedBy">Addresses of those who cannot reach it.</param>
public sealed record UnreachableMember(string Node, IReadOnlyList<string> ObservedBy);

/// <summary>One shard of a region.</summary>
/// <param name="ShardId">Its identifier.</param>
/// <param name="NumEntities">Entities that it holds.</param>
public sealed record ShardSummary(string ShardId, int NumEntities);
