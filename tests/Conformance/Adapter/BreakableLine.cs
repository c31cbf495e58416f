using System.Net;
using System.Text;

namespace LustreSupervisor.Conformance.Adapter;

/// <summary>How a watch fares on its way.</summary>
internal enum WatchFate
{
    /// <summary>It passes.</summary>
    Passes,

    /// <summary>It opens, and nothing ever comes: a dead peer behind a live connection.</summary>
    FallsSilent,

    /// <summary>The server has forgotten the version: an ERROR event with 410.</summary>
    IsTooOld,
}

/// <summary>The connection to the API server, whose watches can be made to fail. Any server is behind it; it does not take part.</summary>
internal sealed class BreakableLine : DelegatingHandler
{
    private const string TooOld =
        """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}""" + "\n";

    private readonly Lock gate = new();
    private WatchFate fate;
    private int watches;

    /// <summary>Fate of watches that are opened from now on.</summary>
    public WatchFate Fate
    {
        get
        {
            lock (gate) return fate;
        }

        set
        {
            lock (gate) fate = value;
        }
    }

    /// <summary>Watches opened so far.</summary>
    public int Watches
    {
        get
        {
            lock (gate) return watches;
        }
    }

    /// <summary>Waits here before a watch is answered; a test sets it to act between list and watch.</summary>
    public Func<Task> BeforeWatch { get; set; } = () => Task.CompletedTask;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.RequestUri!.Query.Contains("watch=", StringComparison.Ordinal)) return await base.SendAsync(request, cancellationToken);
        lock (gate) watches++;
        await BeforeWatch();
        return Fate switch
        {
            WatchFate.FallsSilent => Answer(new StreamContent(new SilentStream())),
            WatchFate.IsTooOld => Answer(new StringContent(TooOld, Encoding.UTF8, "application/json")),
            _ => await base.SendAsync(request, cancellationToken),
        };
    }

    private static HttpResponseMessage Answer(HttpContent content) => new(HttpStatusCode.OK) { Content = content };

    /// <summary>A stream on which nothing comes.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource<int>().Task.WaitAsync(cancellationToken));
    }
}
