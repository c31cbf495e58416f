using System.Text;

namespace LustreSupervisor.LocalCluster.Api.Schema;

/// <summary>Differences between Go's regular expressions, in which schemas are written, and .NET's.</summary>
internal static class GoPattern
{
    /// <summary>
    /// In Go <c>$</c> matches only at the very end; in .NET also before a last line feed, which would let a name end in one.
    /// </summary>
    public static string ToNet(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 4);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                result.Append(c).Append(pattern[++i]);
                continue;
            }

            if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            if (c == '$' && !inClass) result.Append(@"\z");
            else result.Append(c);
        }

        return result.ToString();
    }
}
