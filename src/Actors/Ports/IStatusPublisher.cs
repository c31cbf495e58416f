using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Ports;

/// <summary>Writes what people and scripts see: the <c>LustreTarget</c> and the status of the <c>LustreFilesystem</c>.</summary>
public interface IStatusPublisher
{
    /// <summary>Applies the target's resource and status. Last write wins; the caller publishes only changes.</summary>
    /// <exception cref="ClusterUnavailableException">Try again later.</exception>
    Task PublishAsync(TargetView view, CancellationToken cancellationToken);

    /// <summary>Applies the file system's status.</summary>
    /// <exception cref="ClusterUnavailableException">Try again later.</exception>
    Task PublishAsync(FilesystemView view, CancellationToken cancellationToken);
}

/// <summary>One condition of a resource.</summary>
/// <param name="Type">Such as <c>Ready</c>.</param>
/// <param name="Status">True, false, or null for unknown.</param>
/// <param name="Reason">CamelCase code.</param>
/// <param name="Message">For people.</param>
/// <param name="Since">Time of the last change of the status.</param>
public sealed record ConditionView(string Type, bool? Status, string Reason, string Message, DateTimeOffset Since);

/// <summary>What is shown of a target.</summary>
/// <param name="Target">Which target.</param>
/// <param name="OwnerUid">UID of the <c>LustreFilesystem</c>.</param>
/// <param name="State">Phase.</param>
/// <param name="Node">Node of the current life; null before the first.</param>
/// <param name="Incarnation">Current life; null before the first.</param>
/// <param name="DeviceId">WWN or volume handle.</param>
/// <param name="DeviceUuid">File-system UUID; empty before the format.</param>
/// <param name="RecoveryStatus">As the kernel writes it; empty when nothing was reported.</param>
/// <param name="CompletedClients">Clients that finished recovery.</param>
/// <param name="EvictedClients">Clients that were evicted.</param>
/// <param name="RestartsInWindow">Failures that count against the restart budget now.</param>
/// <param name="LastCause">Reason of the last fault; empty without one.</param>
/// <param name="Conditions">Ready, Mounted, Healthy.</param>
public sealed record TargetView(
    TargetId Target,
    string OwnerUid,
    string State,
    string? Node,
    IncarnationId? Incarnation,
    string DeviceId,
    string DeviceUuid,
    string RecoveryStatus,
    int CompletedClients,
    int EvictedClients,
    int RestartsInWindow,
    string LastCause,
    ImmutableArray<ConditionView> Conditions)
{
    /// <summary>Value equality over the list too: a view that did not change is not written again.</summary>
    public bool Equals(TargetView? other) =>
        other is not null
        && (Target, OwnerUid, State, Node, Incarnation, DeviceId, DeviceUuid) ==
            (other.Target, other.OwnerUid, other.State, other.Node, other.Incarnation, other.DeviceId, other.DeviceUuid)
        && (RecoveryStatus, CompletedClients, EvictedClients, RestartsInWindow, LastCause) ==
            (other.RecoveryStatus, other.CompletedClients, other.EvictedClients, other.RestartsInWindow, other.LastCause)
        && Conditions.SequenceEqual(other.Conditions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Target, State, Node, Incarnation);
}

/// <summary>What is shown of a file system.</summary>
/// <param name="Namespace">Namespace of the resource.</param>
/// <param name="Name">Name of the resource.</param>
/// <param name="ObservedGeneration">Generation decided on.</param>
/// <param name="Phase">One word for people.</param>
/// <param name="Declared">Servers in the plan.</param>
/// <param name="Serving">Servers that serve.</param>
/// <param name="HighestOst">Highest OST index in the plan; -1 without one.</param>
/// <param name="HighestMdt">Highest MDT index in the plan; -1 without one.</param>
/// <param name="Conditions">Accepted, Ready, Degraded, Paused.</param>
public sealed record FilesystemView(
    string Namespace,
    string Name,
    long ObservedGeneration,
    string Phase,
    int Declared,
    int Serving,
    int HighestOst,
    int HighestMdt,
    ImmutableArray<ConditionView> Conditions)
{
    /// <summary>Value equality over the list too: a view that did not change is not written again.</summary>
    public bool Equals(FilesystemView? other) =>
        other is not null && (Namespace, Name, ObservedGeneration, Phase, Declared, Serving, HighestOst, HighestMdt)
            == (other.Namespace, other.Name, other.ObservedGeneration, other.Phase, other.Declared, other.Serving, other.HighestOst, other.HighestMdt)
        && Conditions.SequenceEqual(other.Conditions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Namespace, Name, Phase, Serving);
}
