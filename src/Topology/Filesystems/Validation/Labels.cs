using System.Text.RegularExpressions;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Syntax of Kubernetes labels (apimachinery, validation: qualified names and label values).</summary>
internal static partial class Labels
{
    /// <summary>Most labels in one selector: a person writes them.</summary>
    private const int SelectorMax = 16;

    /// <summary>Checks a selector's labels.</summary>
    public static void Check(string path, IReadOnlyDictionary<string, string> labels, SpecFaults faults)
    {
        faults.Require(labels.Count <= SelectorMax, path, $"has more than {SelectorMax} labels");
        foreach (var (key, value) in labels)
        {
            faults.Require(IsKey(key), $"{path}.{key}", "is not a label key; write NAME or PREFIX/NAME");
            faults.Require(
                Value().IsMatch(value),
                $"{path}.{key}",
                $"\"{value}\" is not a label value; use at most 63 of A-Z a-z 0-9 - _ ., beginning and ending with a letter or digit");
        }
    }

    /// <summary>True for a label key.</summary>
    public static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return Name().IsMatch(key[(slash + 1)..]) && (slash < 0 || Prefix().IsMatch(key[..slash]));
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?=.{1,253}\z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
