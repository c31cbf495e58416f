using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Tables;

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
        var options = ListOptions.Read(request, true);
        var from = options.Version;
        // Its client has seen what this store has forgotten, in a restore: waiting would hide whatever happens until the numbers meet again.
        if (from is { } asked && store.Version is var current && asked > current) throw Errors.FutureVersion(asked, current);
        var seconds = Math.Min(options.TimeoutSeconds is > 0 and var wanted ? wanted : TimeoutSecondsDefault, TimeoutSecondsMax);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping, timeout.Token);
        var output = new WatchFrames(request.Context.Response.BodyWriter, request.Type, Presentation.Of(request, clock, isWatch: true));
        Reply.Start(request.Context, 200);
        try
        {
            using var subscription = store.Subscribe(request.Type.Storage, scope, options.SendsInitial ? null : from is null or 0 ? store.Version : from);
            using var bookmarks = options.WantsBookmarks ? clock.CreateTimer(_ => store.Bookmark(subscription), null, bookmarkInterval, bookmarkInterval) : null;
            foreach (var item in subscription.Initial) output.Write(item);
            if (options is { SendsInitial: true, WantsBookmarks: true }) output.WriteBookmark(subscription.Version, true);
            await output.FlushAsync(ending.Token);
            while (await subscription.Changes.WaitToReadAsync(ending.Token))
            {
                while (subscription.Changes.TryRead(out var item)) output.Write(item);
                await output.FlushAsync(ending.Token);
            }
        }
        catch (VersionExpiredException e)
        {
            output.WriteError(Errors.TooOld(e.Asked, e.Oldest));
            await output.FlushAsync(request.Aborted);
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            // The watch has lived its time, or the server stops: the answer ends, and the client watches anew.
        }
    }
}
