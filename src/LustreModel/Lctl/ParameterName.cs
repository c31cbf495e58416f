using System.Text.RegularExpressions;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>Names of parameters: dots or slashes between the parts, globs within them.</summary>
internal static class ParameterName
{
    /// <summary>An expression for the names that a pattern means.</summary>
    public static Regex Glob(string pattern)
    {
        var text = Regex.Escape(pattern.Replace('/', '.')).Replace(@"\*", @"[^.]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^.]", StringComparison.Ordinal);
        return new Regex($"^{text}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>
    /// A setting of <c>conf_param</c> as the parameter that it becomes: <c>demo-OST0001.osc.active</c> deactivates the OST on every MDS,
    /// <c>demo-OST0001.ost.X</c> and <c>demo-MDT0000.mdt.X</c> are the target's own, <c>demo.sys.timeout</c> is every server's.
    /// </summary>
    public static string OfConfParam(string name) => name.Split('.', 3) switch
    {
        [var ost, "osc", var leaf] => $"osp.{ost}-osc-MDT*.{leaf}",
        [var mdt, "mdc", var leaf] => $"osp.{mdt}-osp-MDT*.{leaf}",
        [var ost, "ost", var leaf] => $"obdfilter.{ost}.{leaf}",
        [var mdt, "mdt", var leaf] => $"mdt.{mdt}.{leaf}",
        [_, "sys", var leaf] => leaf,
        _ => name,
    };
}
