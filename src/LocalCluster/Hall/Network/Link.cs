using System.Net.Sockets;

namespace LustreSupervisor.LocalCluster.Hall.Network;

/// <summary>One connection through the switch: bytes go both ways while its ends are not cut off from each other, and wait while they are.</summary>
/// <param name="cuts">Who is cut off.</param>
/// <param name="from">Place of the caller.</param>
/// <param name="to">Place of the called.</param>
internal sealed class Link(Cuts cuts, string from, string to)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Carries bytes until both directions have ended, or one broke.</summary>
    /// <param name="caller">The caller's end.</param>
    /// <param name="called">The called end.</param>
    /// <param name="cancellationToken">Breaks it.</param>
    public async Task RunAsync(Socket caller, Socket called, CancellationToken cancellationToken)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var directions = new[] { CarryAsync(caller, called, broken), CarryAsync(called, caller, broken) };
        await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CarryAsync(Socket source, Socket target, CancellationTokenSource broken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var count = await source.ReceiveAsync(buffer, broken.Token);

                // An end is news as well, and waits like any.
                await cuts.WaitAsync(from, to, broken.Token);
                if (count == 0)
                    break;
                for (var sent = 0; sent < count;)
                    sent += await target.SendAsync(buffer.AsMemory(sent, count - sent), broken.Token);
            }

            target.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await broken.CancelAsync();
        }
    }
}
