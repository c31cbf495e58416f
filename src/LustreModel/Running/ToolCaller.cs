using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>One call of a tool.</summary>
/// <param name="Argv">Argument vector; the first is the tool's name, with or without a directory.</param>
/// <param name="Pid">Process that called.</param>
/// <param name="PodUid">Pod of that process; empty for the node's own processes.</param>
/// <param name="Incarnation">Incarnation that the process names; may be empty.</param>
/// <param name="Input">What the tool read for the kernel: its standard input, or the file that it was given; null when it read nothing.</param>
public sealed record ToolCaller(ImmutableArray<string> Argv, int Pid = 0, string PodUid = "", string Incarnation = "", string? Input = null)
{
    /// <summary>Name of the tool without a directory; empty when nothing was called.</summary>
    public string Tool => Argv.Length == 0 ? "" : Argv[0][(Argv[0].LastIndexOf('/') + 1)..];

    /// <summary>Arguments behind the name.</summary>
    public ImmutableArray<string> Arguments => Argv.Length == 0 ? [] : Argv.RemoveAt(0);
}
