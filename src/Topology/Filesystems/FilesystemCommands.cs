using System.Collections.Immutable;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>Everything a file system can be told or shown.</summary>
public abstract record FilesystemCommand;

/// <summary>The entity recovered on a member.</summary>
public sealed record ResumeFilesystem : FilesystemCommand;

/// <summary>The resource as it is declared now, with the inventory at this moment.</summary>
/// <param name="Declared">The resource.</param>
/// <param name="Nodes">Nodes with the devices they reach.</param>
/// <param name="TakenDevices">Devices that belong to other file systems.</param>
/// <param name="TakenFsNames">Lustre names of other file systems declared earlier, with their resources.</param>
public sealed record DeclareFilesystem(
    FilesystemFact Declared,
    ImmutableArray<NodeFact> Nodes,
    ImmutableHashSet<string> TakenDevices,
    ImmutableDictionary<string, string> TakenFsNames) : FilesystemCommand
{
    /// <summary>Nodes on which the management server of another file system lives: a kernel runs one.</summary>
    public ImmutableHashSet<string> OtherMgsNodes { get; init; } = [];
}

/// <summary>The resource's annotation as it is seen now.</summary>
/// <param name="Reason">Why nobody may touch the file system; empty when nobody says so.</param>
public sealed record NoteFilesystemHandsOff(string Reason) : FilesystemCommand;

/// <summary>A person's order for a target of this file system that does not exist was refused.</summary>
/// <param name="Target">Name that was ordered about.</param>
/// <param name="Order">Kind of the order.</param>
/// <param name="Message">Refusal in words.</param>
/// <param name="By">Who ordered it.</param>
public sealed record NoteLostOrder(string Target, string Order, string Message, string By) : FilesystemCommand;

/// <summary>A server's phase changed.</summary>
public sealed record NoteServer(string ObjectName, ServerPhase Phase) : FilesystemCommand
{
    /// <summary>Events of the server's journal when it said so: tells an old report from a new one.</summary>
    public long Revision { get; init; }
}

/// <summary>A server waits for a proof that only a fence can give.</summary>
public sealed record RequestFence(string ObjectName, KernelClaim Claim) : FilesystemCommand
{
    /// <summary>Person who ordered it, and so answers for more nodes at once than the limit; null when nobody did.</summary>
    public string? ByPerson { get; init; }

    /// <summary>Why people do not let the machine be touched; null when they do.</summary>
    public string? Objection { get; init; }

    /// <summary>Events of the server's journal at the newest report of it that was noted; 0 when none was.</summary>
    public long NotedRevision { get; init; }

    /// <summary>Events of the server's journal when it asked.</summary>
    public long Revision { get; init; }
}
