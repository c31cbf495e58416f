using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>Shows only the metadata of objects: <c>PartialObjectMetadata</c> and its list.</summary>
/// <param name="type">The kind asked for.</param>
/// <param name="version">Version of <c>meta.k8s.io</c>.</param>
/// <param name="asList">The list was asked for.</param>
internal sealed class MetadataPresentation(ResourceType type, string version, bool asList) : Presentation
{
    /// <summary>Documents nest as deep as the server accepts and writes them.</summary>
    internal static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.DepthMax * 2 };

    /// <inheritdoc/>
    public override void WriteObject(IBufferWriter<byte> output, byte[] stored)
    {
        if (asList)
            throw Errors.NotAcceptable($"you requested PartialObjectMetadataList, but the requested object is not a list ({type.Kind})");
        WritePartial(output, stored);
    }

    /// <inheritdoc/>
    public override void WriteList(IBufferWriter<byte> output, JsonObject meta, IEnumerable<byte[]> stored)
    {
        if (!asList) throw Errors.NotAcceptable($"you requested PartialObjectMetadata, but the requested object is a list ({type.ListKind})");
        var head = new JsonObject { ["kind"] = "PartialObjectMetadataList", ["apiVersion"] = $"meta.k8s.io/{version}", ["metadata"] = meta };
        WriteItems(output, head, stored, WritePartial);
    }

    /// <summary>Writes the metadata of an object, byte for byte as stored.</summary>
    public static void WritePartial(IBufferWriter<byte> output, JsonElement body, string version)
    {
        output.Write(Encoding.ASCII.GetBytes($$"""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/{{version}}","metadata":"""));
        output.Write(body.At("metadata") is { ValueKind: JsonValueKind.Object } meta ? JsonMarshal.GetRawUtf8Value(meta) : "{}"u8);
        output.Write("}"u8);
    }

    private void WritePartial(IBufferWriter<byte> output, byte[] stored)
    {
        using var document = JsonDocument.Parse(stored, Deep);
        WritePartial(output, document.RootElement, version);
    }
}
