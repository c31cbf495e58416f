using System.Collections.Immutable;

namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>A site's fence script and what it is told.</summary>
/// <param name="Script">Absolute path of the script.</param>
/// <param name="Timeout">Deadline of each of its runs: an answer that does not come is none.</param>
/// <param name="Options">Options of every run.</param>
/// <param name="Nodes">
/// What the fence device calls the machines, by system UUID or node name, in any case. Empty: the script goes by the node's name itself.
/// </param>
public sealed record ExecFenceSettings(
    string Script, TimeSpan Timeout, ImmutableSortedDictionary<string, string> Options, ImmutableDictionary<string, ExecFenceNode> Nodes)
{
    /// <summary>Name of an option whose value is a file that holds the value; it is cut off: <c>passwordFile</c> gives <c>password</c>.</summary>
    public const string FileSuffix = "File";

    /// <summary>
    /// Deadline of a run when the file names none: fence-agents wait 20 s for a power-off themselves and need a few for the login.
    /// </summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(40);

    /// <summary>Longest deadline: servers wait for the answer, and an off and a status must fit into one attempt to fence.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(120);
}

/// <summary>One machine.</summary>
/// <param name="Plug">What the fence device calls it; null to go by the node's name.</param>
/// <param name="Options">Options of its own, before those of every run.</param>
public sealed record ExecFenceNode(string? Plug, ImmutableSortedDictionary<string, string> Options);
