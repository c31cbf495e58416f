namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>A tool said something that its parser does not know. Nothing may be concluded from it.</summary>
public sealed class UnrecognizedOutputException : Exception
{
    private const int ShownMax = 200;

    /// <summary>Names the tool and the line.</summary>
    /// <param name="tool">Tool and arguments as people type them.</param>
    /// <param name="lineNumber">Line, from 1; 0 when the output as a whole lacks something.</param>
    /// <param name="line">The line, or what is missing.</param>
    public UnrecognizedOutputException(string tool, int lineNumber, string line)
        : base(lineNumber == 0 ? $"{tool}: {line}" : $"{tool}, line {lineNumber}: not understood: {Shorten(line)}")
    {
        Tool = tool;
        LineNumber = lineNumber;
        Line = line;
    }

    /// <summary>Tool and arguments as people type them.</summary>
    public string Tool { get; }

    /// <summary>Line, from 1; 0 when the output as a whole lacks something.</summary>
    public int LineNumber { get; }

    /// <summary>The line, or what is missing.</summary>
    public string Line { get; }

    private static string Shorten(string line) => line.Length <= ShownMax ? line : line[..ShownMax] + "…";
}
