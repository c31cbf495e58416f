using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Patch;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <summary>Operations in one patch, the limit of the real server (<c>maxJSONPatchOperations</c>).</summary>
    internal const int OperationsMax = 10_000;

    /// <summary>Operations times values that each may walk over: some seconds of a core.</summary>
    private const long WorkMax = 50_000_000;

    /// <summary>Bytes that the copies of one patch may add: without it each copy of the whole doubles the object.</summary>
    internal const int CopiedBytesMax = 3 * 1024 * 1024;

    /// <summary>Applies the operations in order to a copy.</summary>
    /// <exception cref="FormatException">An operation is malformed.</exception>
    /// <exception cref="PatchException">An operation does not fit, or a test failed.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        if ((long)operations.Count * (Size(target) + Size(operations)) > WorkMax)
            throw new PatchException("the patch has too many operations for an object of this size");
        JsonNode? root = target.DeepClone();
        var copied = 0;
        foreach (var operation in operations)
        {
            if (operation is not JsonObject step) throw new FormatException("an operation of a JSON patch must be an object");
            if (step["op"].Text() == "copy") copied += JsonText.ToBytes(Find(root, Pointer(step, "from"))).Length;
            if (copied > CopiedBytesMax) throw new PatchException($"the copies of the patch add more than {CopiedBytesMax} bytes");
            root = Apply(root, step);
            if (JsonText.IsTooDeep(root)) throw new PatchException($"the patch nests deeper than {JsonText.DepthMax} levels");
        }

        return root as JsonObject ?? throw new PatchException("the patch leaves no object");
    }

    /// <summary>Values in a tree, itself included.</summary>
    private static long Size(JsonNode? node) => 1 + node switch
    {
        JsonObject map => map.Sum(entry => Size(entry.Value)),
        JsonArray list => list.Sum(Size),
        _ => 0,
    };

    private static JsonNode? Apply(JsonNode? root, JsonObject step)
    {
        var path = Pointer(step, "path");
        switch (step["op"].Text())
        {
            case "add":
                return Add(root, path, Value(step));
            case "remove":
                Remove(root, path);
                return root;
            case "replace":
                Find(root, path);
                if (path.Length > 0) Remove(root, path);
                return Add(root, path, Value(step));
            case "move":
                var from = Pointer(step, "from");
                var moved = Find(root, from)?.DeepClone();
                Remove(root, from);
                return Add(root, path, moved);
            case "copy":
                return Add(root, path, Find(root, Pointer(step, "from"))?.DeepClone());
            case "test":
                if (JsonNode.DeepEquals(Find(root, path), Value(step))) return root;
                throw new PatchException($"testing path {step["path"].Text()} failed: the value differs");
            default:
                throw new FormatException($"unknown operation in a JSON patch: {step["op"]?.ToJsonString()}");
        }
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0) return value;
        switch (Find(root, path[..^1]))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                return root;
            case JsonArray list:
                list.Insert(path[^1] == "-" ? list.Count : Index(path[^1], list.Count), value);
                return root;
            default:
                throw Missing(path);
        }
    }

    private static void Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0) throw new PatchException("the whole object cannot be removed by a patch");
        switch (Find(root, path[..^1]))
        {
            case JsonObject parent when parent.Remove(path[^1]):
                return;
            case JsonArray list:
                list.RemoveAt(Index(path[^1], list.Count - 1));
                return;
            default:
                throw Missing(path);
        }
    }

    private static JsonNode? Find(JsonNode? root, string[] path)
    {
        var node = root;
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject parent when parent.TryGetPropertyValue(part, out var child) => child,
                JsonArray list => list[Index(part, list.Count - 1)],
                _ => throw Missing(path),
            };
        }

        return node;
    }

    private static int Index(string part, int max) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= max
            ? index : throw new PatchException($"invalid array index {part}");

    private static JsonNode? Value(JsonObject step) =>
        step.TryGetPropertyValue("value", out var value) ? value?.DeepClone() : throw new FormatException("an operation of a JSON patch lacks its value");

    private static string[] Pointer(JsonObject step, string name)
    {
        var text = step[name].Text() ?? throw new FormatException($"an operation of a JSON patch lacks its {name}");
        if (text.Length == 0) return [];
        if (text[0] != '/') throw new FormatException($"a JSON pointer must begin with a slash: {text}");
        return [.. text[1..].Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static PatchException Missing(string[] path) => new($"the path /{string.Join('/', path)} does not exist");
}
