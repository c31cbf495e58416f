namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>
/// <c>lctl get_param -n health_check</c>. It is about the whole kernel, not about one target. 2.15 also prints lines
/// <c>device X reported unhealthy</c> before the last one, so only the last line counts.
/// </summary>
/// <param name="LastLine">Last line, trimmed: <c>healthy</c>, <c>NOT HEALTHY</c>, <c>LBUG</c>.</param>
public sealed record HealthCheck(string LastLine)
{
    /// <summary>Shown while the kernel's health could not be read.</summary>
    public static HealthCheck Unknown { get; } = new("UNKNOWN");

    /// <summary>The kernel is well.</summary>
    public bool IsHealthy => LastLine == "healthy";

    /// <summary>A kernel assertion failed: the node must be rebooted.</summary>
    public bool IsLbug => LastLine == "LBUG";

    /// <summary>Reads the output, with or without <c>health_check=</c> before it.</summary>
    /// <exception cref="UnrecognizedOutputException">The last line is none of the three that the kernel prints.</exception>
    public static HealthCheck Parse(string text)
    {
        const string name = "health_check=";
        var lines = text.TrimEnd().Split('\n');
        var last = lines[^1].Trim();
        if (last.StartsWith(name, StringComparison.Ordinal))
            last = last[name.Length..].Trim();
        return last is "healthy" or "NOT HEALTHY" or "LBUG"
            ? new HealthCheck(last)
            : throw new UnrecognizedOutputException("lctl get_param health_check", lines.Length, last);
    }
}
