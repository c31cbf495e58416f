using Grpc.Core;

namespace LustreSupervisor.Agent.Node;

/// <summary>Asks the peers for time, each three times in the life of a grant and never twice at once.</summary>
internal sealed class GrantLoop(SelfFenceKeeper keeper, PeerLines lines, MonotonicClock clock, TimeProvider time)
{
    /// <summary>How often is looked who is due: a fraction of the shortest interval, 5 s / 3.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Answers come from memory.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (TimeSpan Asked, Task Call)> _asked = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = clock.Now;
            foreach (var peer in keeper.Peers)
            {
                if (_asked.TryGetValue(peer.Node, out var last) && (now - last.Asked < peer.Every || !last.Call.IsCompleted))
                    continue;
                _asked[peer.Node] = (now, AskAsync(peer, cancellationToken));
            }

            await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(Peer peer, CancellationToken cancellationToken)
    {
        try
        {
            // Read before anything is sent: from here on the grant counts.
            var askedAt = clock.Now;
            await lines.AskAsync(peer, AnswerWithin, cancellationToken);
            keeper.Granted(peer.Node, askedAt, peer.Seconds);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or HttpRequestException or ArgumentException or IOException)
        {
            // No grant. Whether that matters is seen where the watchdog is fed.
        }
    }
}
