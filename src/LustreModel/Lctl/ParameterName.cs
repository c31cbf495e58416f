using System.Text.RegularExpressions;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>Names of parameters: dots or slashes between the parts, globs within them.</summary>
internal static partial class ParameterName
{
    /// <summary>Stands for a dot within a NID: there it separates no parts (<c>obdfilter.*.exports.10.0.0.1@tcp.uuid</c>).</summary>
    private const char NidDot = '\u0001';

    /// <summary>The names that a pattern means.</summary>
    public static ParameterGlob Glob(string pattern)
    {
        var text = Regex.Escape(WholeNids(pattern.Replace('/', '.'))).Replace(@"\*", @"[^.]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^.]", StringComparison.Ordinal);
        return new ParameterGlob(new Regex($"^{text}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
    }

    /// <summary>A name whose NIDs are one part each.</summary>
    internal static string WholeNids(string name) =>
        name.Contains('@') ? Address().Replace(name, address => address.Value.Replace('.', NidDot)) : name;

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

    [GeneratedRegex(@"[0-9]+(?:\.[0-9]+){3}(?=@)", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}

/// <summary>A pattern for names of parameters.</summary>
/// <param name="Expression">Expression for names whose NIDs are one part.</param>
internal readonly record struct ParameterGlob(Regex Expression)
{
    /// <summary>True when the pattern means that name.</summary>
    public bool IsMatch(string name) => Expression.IsMatch(ParameterName.WholeNids(name));
}
