using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Watches: one JSON frame a line, flushed at once, from the bytes that the write made.</summary>
internal sealed class WatchEndpoint(ObjectStore store, TimeProvider clock, TimeSpan bookmarkInterval, CancellationToken stopping)
{
    /// <summary>Between two bookmarks, as in the real server.</summary>
    internal static readonly TimeSpan BookmarkIntervalDefault = TimeSpan.FromMinutes(1);

    /// <summary>Life of a watch that names none: <c>--min-request-timeout</c> of the real server, seconds.</summary>
    private const long TimeoutSecondsDefault = 1800;

    /// <summary>Longest life that may be asked for, seconds: a day.</summary>
    private const long TimeoutSecondsMax = 24 * 3600;

    public async Task WatchAsync(ApiRequest request)
    {
        var scope = QueryOptions.Scope(request);
        var from = QueryOptions.Number(request, "resourceVersion");
        var sendsInitial = QueryOptions.Flag(request, "sendInitialEvents");
        var seconds = Math.Min(QueryOptions.Number(request, "timeoutSeconds") ?? TimeoutSecondsDefault, TimeoutSecondsMax);
        var wantsBookmarks = QueryOptions.Flag(request, "allowWatchBookmarks");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping, timeout.Token);
        var output = request.Context.Response.BodyWriter;
        Reply.Start(request.Context, 200);
        try
        {
            using var subscription = store.Subscribe(request.Type.Storage, scope, from is null or 0 || sendsInitial ? null : from);
            using var bookmarks = wantsBookmarks ? clock.CreateTimer(_ => store.Bookmark(subscription), null, bookmarkInterval, bookmarkInterval) : null;
            foreach (var item in subscription.Initial) Write(output, request.Type, item);
            if (sendsInitial) WriteBookmark(output, request.Type, subscription.Version, true);
            await output.FlushAsync(ending.Token);
            while (await subscription.Changes.WaitToReadAsync(ending.Token))
            {
                while (subscription.Changes.TryRead(out var item)) Write(output, request.Type, item);
                await output.FlushAsync(ending.Token);
            }
        }
        catch (VersionExpiredException e)
        {
            WriteFrame(output, "ERROR"u8, JsonText.ToBytes(Errors.TooOld(e.Asked, e.Oldest).ToStatus()));
            await output.FlushAsync(request.Aborted);
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            // The watch has lived its time, or the server stops: the answer ends, and the client watches anew.
        }
    }

    private static void Write(PipeWriter output, ResourceType type, WatchItem item)
    {
        if (item.Object is null) WriteBookmark(output, type, item.Version, false);
        else WriteFrame(output, Name(item.Type), ReadEndpoint.Shown(type, item.Object.Json));
    }

    private static void WriteBookmark(PipeWriter output, ResourceType type, long version, bool endsInitial)
    {
        var meta = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (endsInitial) meta["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var body = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = meta };
        WriteFrame(output, Name(ChangeType.Bookmark), JsonText.ToBytes(body));
    }

    private static void WriteFrame(PipeWriter output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
        output.Write(body);
        output.Write("}\n"u8);
    }

    private static ReadOnlySpan<byte> Name(ChangeType type) => type switch
    {
        ChangeType.Added => "ADDED"u8,
        ChangeType.Modified => "MODIFIED"u8,
        ChangeType.Deleted => "DELETED"u8,
        _ => "BOOKMARK"u8,
    };
}
