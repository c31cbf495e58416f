using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Tables;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Writes the events of one watch, a JSON line each, its objects in the form that the watch accepts.</summary>
internal sealed class WatchFrames(PipeWriter output, ResourceType type, Presentation presentation)
{
    public void Write(WatchItem item)
    {
        if (item.Object is null) WriteBookmark(item.Version, false);
        else WriteFrame(Name(item.Type), item.Object.Json);
    }

    public void WriteBookmark(long version, bool endsInitial)
    {
        var meta = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (endsInitial) meta["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        WriteFrame("BOOKMARK"u8, JsonText.ToBytes(new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = meta }));
    }

    /// <summary>Ends the watch with a <c>Status</c>, which is shown as it is in every form.</summary>
    public void WriteError(StatusException error)
    {
        output.Write("{\"type\":\"ERROR\",\"object\":"u8);
        output.Write(JsonText.ToBytes(error.ToStatus()));
        output.Write("}\n"u8);
    }

    public ValueTask<FlushResult> FlushAsync(CancellationToken ct) => output.FlushAsync(ct);

    private void WriteFrame(ReadOnlySpan<byte> eventType, byte[] stored)
    {
        output.Write("{\"type\":\""u8);
        output.Write(eventType);
        output.Write("\",\"object\":"u8);
        presentation.WriteObject(output, stored);
        output.Write("}\n"u8);
    }

    private static ReadOnlySpan<byte> Name(ChangeType change) => change switch
    {
        ChangeType.Added => "ADDED"u8,
        ChangeType.Modified => "MODIFIED"u8,
        ChangeType.Deleted => "DELETED"u8,
        _ => "BOOKMARK"u8,
    };
}
