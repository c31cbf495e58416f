using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>Everything that is decided about a file system.</summary>
public abstract record FilesystemEvent(EventMeta Meta) : IDomainEvent;

/// <summary>A member owns the entity from here on.</summary>
public sealed record FilesystemResumed(EventMeta Meta) : FilesystemEvent(Meta);

/// <summary>A generation of the spec was accepted.</summary>
/// <param name="Meta">When, why and on whose request.</param>
/// <param name="Namespace">Namespace of the resource.</param>
/// <param name="Name">Name of the resource.</param>
/// <param name="Uid">UID of the resource.</param>
/// <param name="Generation">Generation accepted.</param>
/// <param name="Spec">The spec, defaults filled in.</param>
public sealed record SpecAccepted(EventMeta Meta, string Namespace, string Name, string Uid, long Generation, FilesystemSpec Spec)
    : FilesystemEvent(Meta);

/// <summary>A generation of the spec was refused; the last accepted one stays in force.</summary>
/// <param name="Meta">When, why and on whose request.</param>
/// <param name="Namespace">Namespace of the resource.</param>
/// <param name="Name">Name of the resource.</param>
/// <param name="Uid">UID of the resource.</param>
/// <param name="Generation">Generation refused.</param>
/// <param name="Reason">What is wrong, with the path of the field.</param>
public sealed record SpecRefused(EventMeta Meta, string Namespace, string Name, string Uid, long Generation, string Reason)
    : FilesystemEvent(Meta);

/// <summary>The plan: every server with its nodes and device, in start order. Adds to the ledger, never changes it.</summary>
public sealed record LayoutPlanned(EventMeta Meta, long Generation, ImmutableArray<ServerSpec> Servers) : FilesystemEvent(Meta);

/// <summary>A server served for the first time.</summary>
public sealed record ServerFirstServed(EventMeta Meta, string ObjectName) : FilesystemEvent(Meta);

/// <summary>A person annotated the resource, or lifted that: nobody may touch the file system while there is a reason.</summary>
/// <param name="Meta">When, why and on whose request.</param>
/// <param name="Reason">The person's words; empty when it was lifted.</param>
public sealed record FilesystemHandsOffChanged(EventMeta Meta, string Reason) : FilesystemEvent(Meta);

/// <summary>A person's order for a target that does not exist was refused; nothing changed.</summary>
/// <param name="Meta">When, why and on whose request.</param>
/// <param name="Target">Name that was ordered about.</param>
/// <param name="Order">Kind of the order.</param>
/// <param name="Code">Code of the refusal.</param>
/// <param name="Message">Refusal in words.</param>
public sealed record FilesystemOrderRefused(EventMeta Meta, string Target, string Order, string Code, string Message) : FilesystemEvent(Meta);

/// <summary>A machine may be fenced for this server, or the server joined a fence that was permitted before.</summary>
/// <param name="Meta">When, why and on whose request.</param>
/// <param name="SystemUuid">Machine that may be fenced.</param>
/// <param name="BootId">Boot that is to end.</param>
/// <param name="Node">Its node, for people.</param>
/// <param name="ObjectName">Server that waits for it.</param>
public sealed record FencePermitted(EventMeta Meta, string SystemUuid, string BootId, string Node, string ObjectName)
    : FilesystemEvent(Meta)
{
    /// <summary>Events of the server's journal when it asked; 0 in journals older than this field.</summary>
    public long Revision { get; init; }

    /// <summary>Incarnation whose claim is to end.</summary>
    public long Number { get; init; }
}

/// <summary>The server no longer needs the fence: it has its proof, or its kernel is heard again. It still counts as down.</summary>
public sealed record FenceUnneeded(EventMeta Meta, string SystemUuid, string ObjectName) : FilesystemEvent(Meta);

/// <summary>The server that waited for the fence serves again or is quarantined.</summary>
public sealed record FenceSettled(EventMeta Meta, string SystemUuid, string ObjectName) : FilesystemEvent(Meta);
