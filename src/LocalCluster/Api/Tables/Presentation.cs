using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>
/// How one answer shows objects, as its request's <c>Accept</c> header wants them: as they are, as a <c>Table</c>, or their metadata.
/// An instance serves one request: of the tables in a watch only the first names its columns.
/// </summary>
internal abstract class Presentation
{
    /// <summary>The presentation that a request accepts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="clock">For ages.</param>
    /// <param name="isWatch">The answer is a stream of single objects, which are shown as they are when a list of metadata is accepted.</param>
    /// <exception cref="StatusException">406: the header accepts nothing that there is; 400: a bad option of tables.</exception>
    public static Presentation Of(ApiRequest request, TimeProvider clock, bool isWatch = false)
    {
        var form = AcceptedForm.Parse(request.Context.Request.Headers.Accept.ToString()) ?? throw Errors.NotAcceptable();
        return form.As switch
        {
            ShownAs.Table => new TablePresentation(request.Type, form.Version, TableOptions.Read(request), clock.GetUtcNow),
            ShownAs.Metadata => new MetadataPresentation(request.Type, form.Version, false),
            ShownAs.MetadataList when !isWatch => new MetadataPresentation(request.Type, form.Version, true),
            _ => new PlainPresentation(request.Type),
        };
    }

    /// <summary>Writes one object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="stored">The object in its stored form.</param>
    public abstract void WriteObject(IBufferWriter<byte> output, byte[] stored);

    /// <summary>Writes a list.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="meta">The list's own metadata.</param>
    /// <param name="stored">Its objects in their stored form.</param>
    public abstract void WriteList(IBufferWriter<byte> output, JsonObject meta, IEnumerable<byte[]> stored);

    /// <summary>Writes a list whose items are objects of their own.</summary>
    protected static void WriteItems(IBufferWriter<byte> output, JsonObject head, IEnumerable<byte[]> stored, Action<IBufferWriter<byte>, byte[]> write)
    {
        output.Write(Encoding.UTF8.GetBytes(JsonText.ToText(head)[..^1]));
        output.Write(",\"items\":["u8);
        var isFirst = true;
        foreach (var item in stored)
        {
            if (!isFirst) output.Write(","u8);
            isFirst = false;
            write(output, item);
        }

        output.Write("]}"u8);
    }

    private sealed class PlainPresentation(ResourceType type) : Presentation
    {
        public override void WriteObject(IBufferWriter<byte> output, byte[] stored) => output.Write(ReadEndpoint.Shown(type, stored));

        public override void WriteList(IBufferWriter<byte> output, JsonObject meta, IEnumerable<byte[]> stored) => WriteItems(
            output, new JsonObject { ["kind"] = type.ListKind, ["apiVersion"] = type.ApiVersion, ["metadata"] = meta }, stored, WriteObject);
    }
}
