using System.Threading.Channels;
using LustreSupervisor.LocalCluster.Nodes.Data;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>One connection of an import.</summary>
internal sealed class ImportWire(Stream stream, CancellationToken stopping) : IDisposable
{
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>Queues a request; what the queue holds is bounded by what an import has under way.</summary>
    public void Send(Request request) => _requests.Writer.TryWrite(request);

    public void HangUp()
    {
        _requests.Writer.TryComplete();
        _over.Cancel();
    }

    /// <summary>Sends until the connection is over.</summary>
    public async Task SendAllAsync()
    {
        try
        {
            await foreach (var request in _requests.Reader.ReadAllAsync(_over.Token))
                await FrameStream.WriteAsync(stream, MessageCodec.Encode(request), _over.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The reading side sees the same end.
        }
    }

    /// <summary>The next reply; null when the connection is over.</summary>
    public async Task<Reply?> ReceiveAsync()
    {
        try
        {
            return await FrameStream.ReadAsync(stream, DataLimits.MessageBytesMax, _over.Token) is { } message
                ? MessageCodec.DecodeReply(message)
                : null;
        }
        catch (Exception error) when (error is IOException or DataFormatException or ObjectDisposedException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();
}
