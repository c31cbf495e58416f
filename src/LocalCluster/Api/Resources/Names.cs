using System.Text.RegularExpressions;

namespace LustreSupervisor.LocalCluster.Api.Resources;

/// <summary>The rules for names (<c>k8s.io/apimachinery/pkg/util/validation</c>), with its messages.</summary>
internal static partial class Names
{
    /// <summary>Longest name of an object (DNS-1123 subdomain).</summary>
    internal const int SubdomainLengthMax = 253;

    /// <summary>Longest namespace or container name (DNS-1123 label).</summary>
    internal const int LabelLengthMax = 63;

    internal const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
        "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    internal const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    internal const string LabelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    internal const string QualifiedNameRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    internal const string ServiceNameRule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an " +
        "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>A name of a Service (DNS-1035 label).</summary>
    public static bool IsServiceName(string name) => IsLabel(name) && char.IsAsciiLetterLower(name[0]);

    public static bool IsLabel(string name) => name.Length <= LabelLengthMax && Label().IsMatch(name);

    public static bool IsSubdomain(string name) => name.Length <= SubdomainLengthMax && Subdomain().IsMatch(name);

    /// <summary>What keeps a name from being a part of a path, or null: roles may be called as they like otherwise (<c>IsValidPathSegmentName</c>).</summary>
    public static string? PathSegmentFault(string name)
    {
        if (name is "." or "..") return $"may not be '{name}'";
        return name.IndexOfAny(['/', '%']) is var at and >= 0 ? $"may not contain '{name[at]}'" : null;
    }

    public static bool IsLabelValue(string value) => value.Length <= LabelLengthMax && (value.Length == 0 || QualifiedPart().IsMatch(value));

    public static bool IsQualified(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var part = key[(slash + 1)..];
        return part.Length <= LabelLengthMax && QualifiedPart().IsMatch(part) && (slash < 0 || IsSubdomain(key[..slash]));
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex QualifiedPart();
}
