using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Types;

namespace LustreSupervisor.LocalCluster.Api.Protobuf;

/// <summary>
/// Reads bodies of <c>application/vnd.kubernetes.protobuf</c>: four bytes that mark them, and a <c>runtime.Unknown</c> that holds the
/// object's kind and its message.
/// </summary>
internal static class ProtobufBody
{
    /// <summary>The media type.</summary>
    internal const string MediaType = "application/vnd.kubernetes.protobuf";

    /// <summary>The object in JSON, with <c>apiVersion</c> and <c>kind</c>.</summary>
    /// <exception cref="ProtobufException">The body is of another form, of a kind that is not known, or has a field that is not.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("k8s\0"u8))
            throw new ProtobufException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        var (apiVersion, kind) = ("", "");
        var raw = ReadOnlySpan<byte>.Empty;
        var reader = new WireReader(bytes[4..], "Unknown");
        while (reader.Next())
        {
            if (reader.Number == 1) (apiVersion, kind) = TypeMeta(reader.Bytes());
            else if (reader.Number == 2) raw = reader.Bytes();
            else if (reader.Number is not (3 or 4)) throw new ProtobufException($"field {reader.Number} of Unknown is not known: send JSON");
            else if (reader.Text() is { Length: > 0 } form && form != MediaType) throw new ProtobufException($"the object is encoded as {form}: send JSON");
        }

        if (kind.Length == 0) throw new ProtobufException("Object 'Kind' is missing in the body");
        var definition = Definition(apiVersion, kind)
            ?? throw new ProtobufException($"{kind} of {apiVersion} is not known in protobuf: send JSON");
        var body = MessageDecoder.Decode(raw, definition);
        (body["apiVersion"], body["kind"]) = (apiVersion, kind);
        return body;
    }

    private static (string ApiVersion, string Kind) TypeMeta(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new WireReader(bytes, "TypeMeta");
        while (reader.Next())
        {
            if (reader.Number == 1) apiVersion = reader.Text();
            else if (reader.Number == 2) kind = reader.Text();
            else throw new ProtobufException($"field {reader.Number} of TypeMeta is not known: send JSON");
        }

        return (apiVersion, kind);
    }

    /// <summary>The type of a kind. Options of a delete belong to every API group.</summary>
    private static TypeDefinition? Definition(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = (slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..]);
        var definition = kind == "DeleteOptions" ? TypeCatalog.Kubernetes.MetaType(kind) : TypeCatalog.Kubernetes.FindKind(group, kind);
        return kind == "DeleteOptions" || definition?.Package.EndsWith($".{version}", StringComparison.Ordinal) == true ? definition : null;
    }
}
