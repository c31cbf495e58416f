using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>
/// <c>lctl get_param health_check</c>. It is about the whole kernel, not about one target. 2.15 also prints lines
/// <c>device X reported unhealthy</c> before the last one, so the last line decides.
/// </summary>
/// <param name="LastLine">Last line, trimmed: <c>healthy</c>, <c>NOT HEALTHY</c>, <c>LBUG</c>.</param>
public sealed record HealthCheck(string LastLine)
{
    private const string Tool = "lctl get_param health_check";

    private const string DeviceWord = "device ";

    private const string Unhealthy = " reported unhealthy";

    /// <summary>Shown while the kernel's health could not be read.</summary>
    public static HealthCheck Unknown { get; } = new("UNKNOWN");

    /// <summary>Devices that the kernel names as the cause; empty when it names none (2.17 never does).</summary>
    public ImmutableArray<string> UnhealthyDevices { get; init; } = [];

    /// <summary>The kernel is well.</summary>
    public bool IsHealthy => LastLine == "healthy";

    /// <summary>A kernel assertion failed: the node must be rebooted.</summary>
    public bool IsLbug => LastLine == "LBUG";

    /// <summary>True when the kernel blames this target, by its own device or by the one below it.</summary>
    public bool Blames(string label) => UnhealthyDevices.Any(d => d == label || d == label + "-osd");

    /// <summary>Reads the output, with or without <c>health_check=</c> before it.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is none that the kernel prints.</exception>
    public static HealthCheck Parse(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        var last = WithoutName(lines[^1]);
        if (!IsVerdict(last))
            throw new UnrecognizedOutputException(Tool, lines.Length, lines[^1]);
        var devices = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var line = WithoutName(lines[i]);
            if (line.StartsWith(DeviceWord, StringComparison.Ordinal) && line.EndsWith(Unhealthy, StringComparison.Ordinal)
                && line.Length > DeviceWord.Length + Unhealthy.Length)
                devices.Add(line[DeviceWord.Length..^Unhealthy.Length]);
            else if (line.Length > 0 && !IsVerdict(line))
                throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
        }
        return new HealthCheck(last) { UnhealthyDevices = devices.ToImmutable() };
    }

    private static bool IsVerdict(string line) => line is "healthy" or "NOT HEALTHY" or "LBUG";

    private static string WithoutName(string line)
    {
        const string name = "health_check=";
        line = line.Trim();
        return line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..].Trim() : line;
    }
}
