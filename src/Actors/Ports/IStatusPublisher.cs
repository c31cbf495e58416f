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
public sealed record ConditionView(string Type, bool? Status, string Reason, string Message, DateTimeOffset Since);

/// <summary>What is shown of a target.</summary>
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
