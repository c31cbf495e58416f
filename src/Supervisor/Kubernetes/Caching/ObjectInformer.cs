using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Queues;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>
/// Lists a collection and watches it from there: the Kubernetes way to a current view. Whatever goes wrong ends in a new list.
/// </summary>
internal sealed partial class ObjectInformer(
    KubernetesApi api, ApiResource resource, InformerLimits limits, TimeProvider time, ILogger logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Runs until cancelled; see <see cref="IFactSource{TFact}"/> for the order of the changes.</summary>
    public async IAsyncEnumerable<ObjectChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<ObjectChange>(
            new BoundedChannelOptions(limits.QueueMax) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = RunAsync(channel.Writer, stop.Token);
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            await stop.CancelAsync();
            await run;
        }
    }

    private async Task RunAsync(ChannelWriter<ObjectChange> writer, CancellationToken cancellationToken)
    {
        var view = new InformerView(writer);
        var pause = new RetryPause(limits.RetryMin, limits.RetryMax, time);
        try
        {
            while (true)
            {
                try
                {
                    var version = await ListAsync(view, cancellationToken);
                    await FollowAsync(version, view, pause, cancellationToken);
                }
                catch (Exception e) when (e is ClusterUnavailableException or ApiException)
                {
                    Failed(resource.Plural, e.Message);
                    await view.StaleAsync(e.Message, cancellationToken);
                }

                await pause.WaitAsync(cancellationToken);
            }
        }
        catch (Exception e)
        {
            // The consumer sees a defect as an exception of its loop; a cancelled consumer sees its own cancellation.
            writer.TryComplete(e is OperationCanceledException ? null : e);
        }
    }

    private async Task<string> ListAsync(InformerView view, CancellationToken cancellationToken)
    {
        view.BeginList();
        var continuation = "";
        while (true)
        {
            var page = await api.GetAsync(resource.ListPath(continuation), cancellationToken);
            foreach (var item in page.Items("items"))
                await view.UpsertAsync(item, cancellationToken);
            continuation = page.Text("metadata", "continue");
            if (continuation.Length > 0)
                continue;
            await view.EndListAsync(cancellationToken);
            return page.Text("metadata", "resourceVersion");
        }
    }

    /// <summary>Watches, again and again, until only a new list helps.</summary>
    private async Task FollowAsync(string version, InformerView view, RetryPause pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            var opened = time.GetTimestamp();
            var events = new WatchEvents(view, version);
            var ending = await ReadOnceAsync(version, events, cancellationToken);
            version = events.Version;
            if (ending == WatchStream.Ending.Silent)
            {
                var silence = $"{resource.Plural}: no word from the API server for {limits.Silence.TotalSeconds:0.#} s";
                await view.StaleAsync(silence, cancellationToken);
                events.Fail(silence);
            }

            if (events.Error is { } error)
            {
                Relisting(resource.Plural, error);
                return;
            }

            // A server that ends every watch at once must not be asked in a hot loop.
            if (events.Count > 0 || time.GetElapsedTime(opened) > limits.RetryMax)
                pause.Reset();
            else
                await pause.WaitAsync(cancellationToken);
        }
    }

    private async Task<WatchStream.Ending> ReadOnceAsync(string version, WatchEvents events, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await api.OpenWatchAsync(resource.WatchPath(version, limits.WatchLife), cancellationToken);
            return await new WatchStream(limits, time).ReadAsync(
                response, change => events.HandleAsync(change, cancellationToken), cancellationToken);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.Gone)
        {
            events.Fail(e.Message);
            return WatchStream.Ending.Closed;
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "List or watch of {Resource} failed: {Reason}")]
    private partial void Failed(string resource, string reason);

    [LoggerMessage(3002, LogLevel.Information, "Listing {Resource} again: {Reason}")]
    private partial void Relisting(string resource, string reason);
}
