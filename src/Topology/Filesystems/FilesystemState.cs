using System.Collections.Immutable;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>State of one file system: what was declared, the plan, the index ledger, and the fences it permitted.</summary>
public sealed record FilesystemState
{
    /// <summary>State before the first event.</summary>
    public static FilesystemState Initial { get; } = new();

    /// <summary>Namespace of the resource; empty before the first declaration.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the resource.</summary>
    public string Name { get; init; } = "";

    /// <summary>UID of the resource.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Generation last decided on, accepted or refused.</summary>
    public long Generation { get; init; }

    /// <summary>The accepted spec; null before the first.</summary>
    public FilesystemSpec? Spec { get; init; }

    /// <summary>The plan: every server, in start order.</summary>
    public ImmutableArray<ServerSpec> Servers { get; init; } = [];

    /// <summary>The index ledger: label to device, for ever. It outlives the servers.</summary>
    public ImmutableSortedDictionary<string, string> Ledger { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Object names of the servers that have served once: they are registered, later starts need no order.</summary>
    public ImmutableHashSet<string> FirstServed { get; init; } = [];

    /// <summary>Fences permitted and not settled, by machine.</summary>
    public ImmutableSortedDictionary<string, FencePermit> Fences { get; init; } = ImmutableSortedDictionary<string, FencePermit>.Empty;

    /// <summary>Why nobody may touch the file system, by annotation of its resource; empty when nobody said so.</summary>
    public string HandsOff { get; init; } = "";

    /// <summary>Refusals of orders for targets that do not exist, of the last minute, oldest first.</summary>
    public ImmutableArray<LostOrder> LostOrders { get; init; } = [];

    /// <summary>A person stopped all action, in the spec or by annotation.</summary>
    public bool IsPaused => Spec?.Paused == true || HandsOff.Length > 0;

    /// <summary>Why the newest generation was refused; empty when it was accepted.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>True when every server that the accepted spec asks for is in the plan; false while some still wait for devices.</summary>
    public bool IsPlanned =>
        Spec is { } spec && Servers.Length == (spec.Mgs.Storage is null ? 0 : 1) + spec.Mdts.Count + spec.Osts.Count;
}

/// <summary>A refused order for a target that does not exist.</summary>
/// <param name="Target">Name that was ordered about.</param>
/// <param name="Order">Kind of the order.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="At">When.</param>
public sealed record LostOrder(string Target, string Order, string By, DateTimeOffset At);

/// <summary>A permitted fence.</summary>
/// <param name="SystemUuid">Machine.</param>
/// <param name="BootId">Boot that is to end.</param>
/// <param name="Node">Its node.</param>
/// <param name="Waiting">Servers that wait for it, until they serve again.</param>
public sealed record FencePermit(string SystemUuid, string BootId, string Node, ImmutableSortedSet<string> Waiting)
{
    /// <summary>For each server that waits, the incarnation whose claim is to end.</summary>
    public ImmutableSortedDictionary<string, long> Numbers { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Those of the servers that still need the fence.</summary>
    public ImmutableSortedSet<string> Asking { get; init; } = ImmutableSortedSet<string>.Empty;

    /// <summary>Events of each server's journal when it asked.</summary>
    public ImmutableSortedDictionary<string, long> Revisions { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
}
