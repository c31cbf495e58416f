using System.Globalization;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>A label as mkfs.lustre writes it on a device (mkfs_lustre.c, <c>server_make_name</c>).</summary>
/// <param name="FsName">File system; empty for the MGT.</param>
/// <param name="Kind">Role.</param>
/// <param name="Index">Index; 0 for the MGT.</param>
/// <param name="Separator">
/// <c>-</c> registered, <c>:</c> never registered, <c>=</c> writeconf pending, <c>+</c> nolocallogs pending.
/// </param>
public sealed record LustreLabel(string FsName, TargetKind Kind, int Index, char Separator)
{
    /// <summary>Label of every MGT.</summary>
    public const string Mgs = "MGS";

    private const int SuffixLength = 8;

    private const int FsNameMax = 8;

    /// <summary>The label with the separator of a registered target: what labels are compared by.</summary>
    public string Normalised => Kind == TargetKind.Mgt
        ? Mgs
        : string.Create(CultureInfo.InvariantCulture, $"{FsName}-{(Kind == TargetKind.Mdt ? "MDT" : "OST")}{Index:x4}");

    /// <summary>Reads a label; false when Lustre would not write it.</summary>
    public static bool TryParse(string? text, out LustreLabel label)
    {
        label = new LustreLabel("", TargetKind.Mgt, 0, '-');
        if (text == Mgs)
            return true;
        if (text is null || text.Length <= SuffixLength || text.Length > SuffixLength + FsNameMax)
            return false;
        var name = text[..^SuffixLength];
        var separator = text[^SuffixLength];
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || separator is not ('-' or ':' or '=' or '+'))
            return false;
        var hex = text[^4..];
        if (!hex.All(char.IsAsciiHexDigitLower) || KindOf(text[^7..^4]) is not { } kind)
            return false;
        label = new LustreLabel(name, kind, int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), separator);
        return true;
    }

    private static TargetKind? KindOf(string text) => text switch { "MDT" => TargetKind.Mdt, "OST" => TargetKind.Ost, _ => null };
}
