using System.Globalization;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>Sizes as people write them: a whole number of bytes, or of Ki, Mi, Gi, Ti (powers of 1024) or k, M, G, T (powers of 1000).</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, long Bytes)[] Units =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40),
        ("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000), ("", 1),
    ];

    /// <summary>Reads a size; a <c>B</c> at the end is allowed.</summary>
    /// <param name="text">Such as <c>4Gi</c>.</param>
    /// <exception cref="StateException">It is no size.</exception>
    public static long Parse(string text)
    {
        var bare = text.EndsWith('B') ? text[..^1] : text;
        var (suffix, bytes) = Units.First(unit => bare.EndsWith(unit.Suffix, StringComparison.Ordinal));
        return long.TryParse(bare[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / bytes
            ? number * bytes
            : throw new StateException($"'{text}' is no size: write a whole number and a unit, such as 4Gi.");
    }
}
