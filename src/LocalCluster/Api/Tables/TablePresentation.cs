using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Http;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;

namespace LustreSupervisor.LocalCluster.Api.Tables;

/// <summary>Shows objects as rows of a <c>Table</c>, as the real server prepares what kubectl prints.</summary>
/// <param name="type">The kind asked for.</param>
/// <param name="version">Version of <c>meta.k8s.io</c>.</param>
/// <param name="carried">What of an object its row carries.</param>
/// <param name="now">Tells the time, for ages.</param>
internal sealed class TablePresentation(ResourceType type, string version, RowObject carried, Func<DateTimeOffset> now) : Presentation
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = JsonText.DepthMax * 2,
    };

    private readonly TableKind kind = TableKinds.Of(type);
    private bool namedColumns;

    /// <inheritdoc/>
    public override void WriteObject(IBufferWriter<byte> output, byte[] stored)
    {
        using var document = JsonDocument.Parse(stored, MetadataPresentation.Deep);
        var meta = new JsonObject { ["resourceVersion"] = document.RootElement.Text("metadata", "resourceVersion") };
        WriteList(output, meta, [stored]);
    }

    /// <inheritdoc/>
    public override void WriteList(IBufferWriter<byte> output, JsonObject meta, IEnumerable<byte[]> stored)
    {
        using var json = new Utf8JsonWriter(output, Compact);
        json.WriteStartObject();
        json.WriteString("kind", "Table");
        json.WriteString("apiVersion", $"meta.k8s.io/{version}");
        json.WritePropertyName("metadata");
        meta.WriteTo(json);
        json.WriteStartArray("columnDefinitions");
        foreach (var column in namedColumns ? [] : kind.Columns) WriteColumn(json, column);
        json.WriteEndArray();
        namedColumns = true;
        json.WriteStartArray("rows");
        var row = new RowWriter(json, now());
        foreach (var item in stored) WriteRow(json, row, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, TableColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("type", column.Type);
        json.WriteString("format", column.Format);
        json.WriteString("description", column.Description);
        json.WriteNumber("priority", column.Priority);
        json.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter json, RowWriter row, byte[] stored)
    {
        using var document = JsonDocument.Parse(stored, MetadataPresentation.Deep);
        json.WriteStartObject();
        json.WriteStartArray("cells");
        kind.Cells(row, document.RootElement);
        json.WriteEndArray();
        if (kind.Completed(document.RootElement) is { } completed) WriteCompleted(json, completed.Reason, completed.Message);
        json.WritePropertyName("object");
        WriteCarried(json, stored, document.RootElement);
        json.WriteEndObject();
    }

    private static void WriteCompleted(Utf8JsonWriter json, string reason, string message)
    {
        json.WriteStartArray("conditions");
        json.WriteStartObject();
        json.WriteString("type", "Completed");
        json.WriteString("status", "True");
        json.WriteString("reason", reason);
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteCarried(Utf8JsonWriter json, byte[] stored, JsonElement body)
    {
        switch (carried)
        {
            case RowObject.None:
                json.WriteNullValue();
                break;
            case RowObject.Whole:
                json.WriteRawValue(ReadEndpoint.Shown(type, stored), skipInputValidation: true);
                break;
            default:
                var partial = new ArrayBufferWriter<byte>(stored.Length);
                MetadataPresentation.WritePartial(partial, body, version);
                json.WriteRawValue(partial.WrittenSpan, skipInputValidation: true);
                break;
        }
    }
}
