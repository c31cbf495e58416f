using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>One network interface of LNet in this kernel.</summary>
/// <param name="Net">Network, such as <c>tcp</c> or <c>o2ib1</c>.</param>
/// <param name="Nid">Its NID.</param>
/// <param name="Status"><c>up</c> or <c>down</c>; empty when not shown.</param>
/// <param name="Interfaces">Interfaces of the kernel below it; none for <c>lo</c>.</param>
/// <param name="Health">1000 is perfect; null without <c>-v</c>.</param>
public sealed record LnetNi(string Net, string Nid, string Status, ImmutableArray<string> Interfaces, int? Health)
{
    /// <summary>It carries traffic.</summary>
    public bool IsUp => Status == "up";
}

/// <summary>What LNet has configured: <c>lnetctl net show</c>, with or without <c>-v</c>.</summary>
/// <param name="Interfaces">Its network interfaces in the order of the output.</param>
public sealed record LnetShow(ImmutableArray<LnetNi> Interfaces)
{
    private const string Tool = "lnetctl net show";

    /// <summary>Reads the output of a run that exited 0. No output: LNet is not configured.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is no part of the known shape.</exception>
    public static LnetShow Parse(string text)
    {
        var found = ImmutableArray.CreateBuilder<LnetNi>();
        var lines = text.Split('\n');
        var (net, inInterfaces) = ("", false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line is "net:" or "local NI(s):" or "---" or "...")
                continue;
            var item = line.StartsWith("- ", StringComparison.Ordinal);
            var (key, value) = Pair(item ? line[2..] : line) ?? throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
            var isRail = inInterfaces && !item && key.All(char.IsAsciiDigit) && value.Length > 0;
            switch (key)
            {
                case "net type" when item && value.Length > 0:
                    net = value;
                    break;
                case "nid" when item && value.Contains('@', StringComparison.Ordinal):
                    // Older tools leave out the line of the network.
                    found.Add(new LnetNi(net.Length > 0 ? net : value[(value.IndexOf('@', StringComparison.Ordinal) + 1)..], value, "", [], null));
                    break;
                case "status" when found.Count > 0 && value is "up" or "down":
                    found[^1] = found[^1] with { Status = value };
                    break;
                case "health value" when found.Count > 0:
                    found[^1] = found[^1] with { Health = Number(value, i, lines) };
                    break;
                case var _ when isRail && found.Count > 0:
                    found[^1] = found[^1] with { Interfaces = found[^1].Interfaces.Add(value) };
                    break;
                case "interfaces" when found.Count > 0 && value.Length == 0:
                    break;
                case var _ when item || found.Count == 0 || key is "status" or "nid" or "net type" or "interfaces":
                    throw new UnrecognizedOutputException(Tool, i + 1, lines[i]);
            }
            inInterfaces = key == "interfaces" || isRail;
        }
        return new LnetShow(found.ToImmutable());
    }

    /// <summary><c>key: value</c> or <c>key:</c>; null when the line is neither.</summary>
    private static (string Key, string Value)? Pair(string line)
    {
        if (line.EndsWith(':') && line.Length > 1)
            return (line[..^1], "");
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 ? (line[..colon], line[(colon + 2)..].Trim()) : null;
    }

    private static int Number(string value, int index, string[] lines) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnrecognizedOutputException(Tool, index + 1, lines[index]);
}
