using System.Globalization;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Manifests;

/// <summary>Paths such as <c>spec.mgs.externalNids[1]</c>.</summary>
internal static class FieldPath
{
    /// <summary>True when <paramref name="path"/> is <paramref name="ancestor"/> or lies in it.</summary>
    public static bool IsWithin(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.Ordinal)
        && (path.Length == ancestor.Length || ancestor.Length == 0 || path[ancestor.Length] is '.' or '[');

    /// <summary>Line of the deepest part of the path that the document has.</summary>
    public static int LineOf(ManifestNode node, string path)
    {
        var line = node.Line;
        while (path.Length > 0 && Step(node, path) is var (next, nextLine, rest))
            (node, line, path) = (next, nextLine, rest);
        return line;
    }

    private static (ManifestNode Node, int Line, string Remainder)? Step(ManifestNode node, string path)
    {
        if (node is ManifestNode.Map map)
        {
            // Label keys hold dots: the longest field that begins the path is meant.
            var field = map.Fields.Where(candidate => IsWithin(path, candidate.Name)).MaxBy(candidate => candidate.Name.Length);
            return field is null ? null : (field.Value, field.Line, path[field.Name.Length..].TrimStart('.'));
        }

        if (node is ManifestNode.List list && path[0] == '[' && path.IndexOf(']', StringComparison.Ordinal) is > 0 and var end
            && int.TryParse(path.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < list.Items.Count)
            return (list.Items[index], list.Items[index].Line, path[(end + 1)..].TrimStart('.'));
        return null;
    }
}
