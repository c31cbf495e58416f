namespace LustreSupervisor.Supervisor.Management;

/// <summary>A file system as <c>/v1/filesystems</c> shows it. The custom resource holds more; this answers while the API server is down.</summary>
/// <param name="Namespace">Namespace of the resource.</param>
/// <param name="Name">Name of the resource.</param>
/// <param name="FsName">Lustre's own name.</param>
/// <param name="Phase">Summary for people.</param>
/// <param name="Ready">Whether every server that must serve does.</param>
/// <param name="Declared">Servers that are declared.</param>
/// <param name="Serving">Servers that serve.</param>
/// <param name="Plan">Plan being carried out; null without one.</param>
/// <param name="HighestOst">Highest OST index ever given out; -1 before the first.</param>
/// <param name="HighestMdt">Highest MDT index ever given out; -1 before the first.</param>
public sealed record FilesystemSummary(
    string Namespace,
    string Name,
    string FsName,
    string Phase,
    bool Ready,
    int Declared,
    int Serving,
    string? Plan,
    int HighestOst,
    int HighestMdt);

/// <summary>A target as <c>/v1/targets</c> shows it.</summary>
/// <param name="Namespace">Namespace of its resource and its pod.</param>
/// <param name="Name">Name of its resource and its pod, such as <c>scratch-ost0003</c>.</param>
/// <param name="Label">Lustre's label, such as <c>scratch-OST0003</c>.</param>
/// <param name="Filesystem">Name of the file system's resource.</param>
/// <param name="Kind"><c>MGS</c>, <c>MDT</c> or <c>OST</c>.</param>
/// <param name="Index">Index within the kind.</param>
/// <param name="State">Where it is in its life, such as <c>Serving</c>.</param>
/// <param name="Node">Node it is placed on; null before.</param>
/// <param name="Incarnation">Its current life; null before the first.</param>
/// <param name="Device">Identity of its device; empty before one is chosen.</param>
/// <param name="Since">Since when it is in its state.</param>
/// <param name="LastCause">Fault that ended its last life; empty when none did.</param>
public sealed record TargetSummary(
    string Namespace,
    string Name,
    string Label,
    string Filesystem,
    string Kind,
    int Index,
    string State,
    string? Node,
    IncarnationSummary? Incarnation,
    string Device,
    DateTimeOffset Since,
    string LastCause);

/// <summary>One life of a server. Its nonce stays out: it is a capability of the agent that holds it.</summary>
/// <param name="Epoch">Epoch of the journal.</param>
/// <param name="Number">Counts up from 1 within the target.</param>
public sealed record IncarnationSummary(long Epoch, long Number);
