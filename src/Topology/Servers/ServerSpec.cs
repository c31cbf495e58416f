using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Everything that one server is made from: its entry in the file system's plan.</summary>
public sealed record ServerSpec
{
    /// <summary>Which target.</summary>
    public required TargetId Target { get; init; }

    /// <summary>Its device; the identity in the index ledger.</summary>
    public required DeviceRef Device { get; init; }

    /// <summary>Nodes on which it may run, preferred one first. Their NIDs are written to the device at format time (<c>--servicenode</c>).</summary>
    public required ImmutableArray<ServiceNode> ServiceNodes { get; init; }

    /// <summary>NIDs of the MGS, one entry a node; empty for the MGT itself.</summary>
    public required ImmutableArray<string> MgsNids { get; init; }

    /// <summary>Image, runtime, back end and network.</summary>
    public required ServerRuntime Runtime { get; init; }

    /// <summary>LNet networks of its nodes; none when the plan is older than this field: LNet is then left as it is.</summary>
    public ImmutableArray<LnetSpec> Networks { get; init; } = [];

    /// <summary>What is done about failures.</summary>
    public required HealingSpec Healing { get; init; }

    /// <summary>Most servers of this group on one node; 0 for no limit. Only a preference once a node has failed.</summary>
    public int MaxPerNode { get; init; }

    /// <summary>Watched, not touched.</summary>
    public bool Paused { get; init; }

    /// <summary>Why nobody may touch the file system, by annotation of its resource; empty when nobody said so.</summary>
    public string HandsOff { get; init; } = "";

    /// <summary>UID of the <c>LustreFilesystem</c>.</summary>
    public required string OwnerUid { get; init; }

    /// <summary>Value equality over the lists too, so that a repeated declaration is seen as no change.</summary>
    public bool Equals(ServerSpec? other) =>
        other is not null
        && Target == other.Target && Device == other.Device && Runtime == other.Runtime
        && HealingEquality.Same(Healing, other.Healing)
        && MaxPerNode == other.MaxPerNode && Paused == other.Paused && HandsOff == other.HandsOff && OwnerUid == other.OwnerUid
        && NetworkEquality.Same(Networks, other.Networks) && ServiceNodes.SequenceEqual(other.ServiceNodes) && MgsNids.SequenceEqual(other.MgsNids);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Target, Device, Runtime, MaxPerNode, Paused, OwnerUid);
}

/// <summary>A node on which a target may run.</summary>
/// <param name="Name">Node name.</param>
/// <param name="SystemUuid">Machine.</param>
/// <param name="Nids">Its NIDs, comma-separated as <c>--servicenode</c> takes them.</param>
/// <param name="DevicePath">Path of the device on that node.</param>
public sealed record ServiceNode(string Name, string SystemUuid, string Nids, string DevicePath);

/// <summary>How a server's pod or VM is made.</summary>
/// <param name="Image">Container image.</param>
/// <param name="Kind">Pod or VM.</param>
/// <param name="Backend">Back-end file system.</param>
/// <param name="HostNetwork">Uses the node's network, so that NIDs are stable.</param>
public sealed record ServerRuntime(string Image, RuntimeKind Kind, BackendKind Backend, bool HostNetwork);

/// <summary>Equality of network lists.</summary>
public static class NetworkEquality
{
    /// <summary>True when both name the same networks and interfaces in the same order.</summary>
    public static bool Same(ImmutableArray<LnetSpec> a, ImmutableArray<LnetSpec> b) =>
        a.Length == b.Length && a.Zip(b).All(p => p.First.Net == p.Second.Net && p.First.Interfaces.SequenceEqual(p.Second.Interfaces));
}

/// <summary>Equality of healing specs, lists included.</summary>
public static class HealingEquality
{
    /// <summary>True when both ask for the same.</summary>
    public static bool Same(HealingSpec a, HealingSpec b) =>
        a with { Fencing = [], FailbackWindows = [], OnFault = [] } == b with { Fencing = [], FailbackWindows = [], OnFault = [] }
        && a.Fencing.SequenceEqual(b.Fencing) && a.FailbackWindows.SequenceEqual(b.FailbackWindows) && a.OnFault.SequenceEqual(b.OnFault);
}
