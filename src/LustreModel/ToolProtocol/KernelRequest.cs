using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;

namespace LustreSupervisor.LustreModel.ToolProtocol;

/// <summary>
/// One line that a node's simulated kernel reads from its socket: a tool's call, or another kernel's question. Exactly one of
/// <see cref="Argv"/>, <see cref="Register"/>, <see cref="Ping"/> and <see cref="Fault"/> is set.
/// </summary>
public sealed record KernelRequest
{
    /// <summary>Argument vector of the tool, its name first.</summary>
    public IReadOnlyList<string>? Argv { get; init; }

    /// <summary>Process id of the tool.</summary>
    public int Pid { get; init; }

    /// <summary>Incarnation on whose behalf the tool runs (<c>LUSTRE_INCARNATION</c>).</summary>
    public string? Incarnation { get; init; }

    /// <summary>Pod in which the tool runs (<c>POD_UID</c>): the owner of what it mounts.</summary>
    public string? PodUid { get; init; }

    /// <summary>A target on another node asks the MGS here to register it; answered by <see cref="ToolReply.Exit"/> = error number.</summary>
    public TargetRegistration? Register { get; init; }

    /// <summary>Another node asks whether this NID is here; answered with this kernel's NIDs, one a line.</summary>
    public string? Ping { get; init; }

    /// <summary>What the tool read in its own name space: standard input, or the file that its arguments name; null when it read nothing.</summary>
    public string? Input { get; init; }

    /// <summary>File system of which an MGS tells this kernel, in <see cref="View"/>.</summary>
    public string? ViewOf { get; init; }

    /// <summary>Targets and lasting parameters of a file system, as <see cref="Devices.FilesystemView"/> prints them.</summary>
    public string? View { get; init; }

    /// <summary>NID to which <see cref="Register"/> was sent.</summary>
    public string? ToNid { get; init; }

    /// <summary>NID from which <see cref="Register"/> or <see cref="Ping"/> was sent: a kernel that lost that peer does not hear it.</summary>
    public string? FromNid { get; init; }

    /// <summary>Something to break or to heal in this kernel; from the machine hall only.</summary>
    public KernelFault? Fault { get; init; }
}
