using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>Something that must be going on for a file system.</summary>
public abstract record FilesystemEffect(string Id) : IEffect;

/// <summary>Tell the server's actor, until it acknowledges, what it is and whether it may start.</summary>
public sealed record EnsureServer(ServerSpec Server, bool MayStart) : FilesystemEffect("server/" + Server.Target.ObjectName);

/// <summary>Tell the machine's actor, until it acknowledges, that it may fence.</summary>
public sealed record OrderFence(string SystemUuid, string BootId, ImmutableArray<string> Agents) : FilesystemEffect("fence/" + SystemUuid)
{
    /// <summary>Devices of the servers that wait, and who watches the machine fence itself.</summary>
    public FenceScope Scope { get; init; } = FenceScope.MachineOnly;

    /// <summary>Value equality over the list too.</summary>
    public bool Equals(OrderFence? other) =>
        other is not null && SystemUuid == other.SystemUuid && BootId == other.BootId && Scope == other.Scope && Agents.SequenceEqual(other.Agents);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SystemUuid, BootId);
}

/// <summary>Derives from the state what must be going on.</summary>
public static class FilesystemEffects
{
    /// <summary>Effects due in this state.</summary>
    public static ImmutableArray<FilesystemEffect> Due(FilesystemState state)
    {
        if (state.Spec is null)
            return [];
        var servers = state.Servers.Select(s => (FilesystemEffect)new EnsureServer(s, StartOrder.MayStart(state, s)));
        var fences = state.IsPaused ? [] : state.Fences.Values.Where(f => !f.Asking.IsEmpty).Select(f => (FilesystemEffect)new OrderFence(f.SystemUuid, f.BootId, state.Spec.Healing.Fencing) { Scope = FenceScopes.Of(state, f) });
        return [.. servers, .. fences];
    }
}
