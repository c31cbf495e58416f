using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>One line of the kernel's log.</summary>
/// <param name="Seconds">Seconds since the boot, as the kernel stamped it.</param>
/// <param name="Text">The message.</param>
public sealed record KernelLogLine(double Seconds, string Text);

/// <summary>The kernel's log as <c>dmesg</c> prints it: <c>[12345.678901] message</c>.</summary>
/// <param name="Lines">Its lines, oldest first.</param>
public sealed record KernelLog(ImmutableArray<KernelLogLine> Lines)
{
    private const string Tool = "dmesg";

    /// <summary>Stamp of the newest line; 0 of an empty log.</summary>
    public double LastSeconds => Lines.Length == 0 ? 0 : Lines[^1].Seconds;

    /// <summary>Reads the output. A message of several lines has its stamp on the first one.</summary>
    /// <exception cref="UnrecognizedOutputException">The first line has no stamp.</exception>
    public static KernelLog Parse(string text)
    {
        var read = ImmutableArray.CreateBuilder<KernelLogLine>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
                continue;
            if (Stamped(lines[i]) is { } line)
                read.Add(line);
            else if (read.Count > 0)
                read.Add(new KernelLogLine(read[^1].Seconds, lines[i].Trim()));
            else
                throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
        }
        return new KernelLog(read.ToImmutable());
    }

    private static KernelLogLine? Stamped(string line)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        return line.StartsWith('[') && end > 1
            && double.TryParse(line.AsSpan(1, end - 1).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? new KernelLogLine(seconds, line[(end + 1)..].Trim())
            : null;
    }
}
