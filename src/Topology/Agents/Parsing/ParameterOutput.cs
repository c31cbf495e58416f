using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>Single values of <c>lctl get_param</c>.</summary>
public static class ParameterOutput
{
    /// <summary>
    /// Value of the first line whose parameter ends in <paramref name="suffix"/>; null when there is none or it is no number.
    /// </summary>
    public static long? Number(string text, string suffix)
    {
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[..equals].EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(equals + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
        }
        return null;
    }
}
