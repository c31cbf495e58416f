using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>NIDs, one a line: what <c>lctl list_nids</c> and <c>lctl ping</c> print.</summary>
public static class NidOutput
{
    /// <summary>Portal of LNet's own process, before every NID that a ping shows (<c>LNET_PID_LUSTRE</c>).</summary>
    private const string Portal = "12345-";

    /// <summary>Reads <c>lctl list_nids</c>: this kernel's own NIDs. No lines: LNet has none.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is no NID.</exception>
    public static ImmutableArray<string> OwnNids(string text) => Read(text, "lctl list_nids", "");

    /// <summary>Reads <c>lctl ping NID</c>, exit 0: every NID of the node that answered, <c>0@lo</c> included.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is no NID behind its portal, or nobody answered.</exception>
    public static ImmutableArray<string> Answer(string text) => Read(text, "lctl ping", Portal) is { Length: > 0 } nids
        ? nids
        : throw new UnrecognizedOutputException("lctl ping", 0, "no NID in the answer");

    private static ImmutableArray<string> Read(string text, string tool, string prefix)
    {
        var nids = ImmutableArray.CreateBuilder<string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
                continue;
            if (!line.StartsWith(prefix, StringComparison.Ordinal) || !IsNid(line.AsSpan(prefix.Length)))
                throw new UnrecognizedOutputException(tool, i + 1, lines[i]);
            nids.Add(line[prefix.Length..]);
        }
        return nids.ToImmutable();
    }

    private static bool IsNid(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at <= 0 || at == text.Length - 1)
            return false;
        foreach (var c in text[..at])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or ':'))
                return false;
        }
        foreach (var c in text[(at + 1)..])
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c))
                return false;
        }
        return true;
    }
}
