using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>Serves one connection of a client: to a target, or to the MGS.</summary>
internal sealed class ClientService(SimulatedKernel kernel, TargetServers servers, KernelHostOptions options)
{
    /// <summary>A hello is a few names.</summary>
    private const int HelloBytesMax = 4 * (DataLimits.NameBytesMax + sizeof(int)) + sizeof(int);

    /// <summary>Talks to a client until either side has enough.</summary>
    /// <exception cref="DataFormatException">What the client sends is no message.</exception>
    public async Task ServeAsync(Stream stream, CancellationToken down)
    {
        if (await FrameStream.ReadAsync(stream, HelloBytesMax, down) is not { } bytes)
            return;
        var hello = HelloCodec.DecodeHello(bytes);
        if (!Hears(hello))
            return;
        if (hello.Service == Hello.Mgs)
            await TellConfigAsync(stream, hello, down);
        else if (servers.Find(hello.Service) is { } server)
            await ConverseAsync(stream, hello, server, down);
    }

    private bool Hears(Hello hello) => kernel.State is { Lbug: false } state && state.Reaches(hello.Nid);

    // No MGS here, or a silent one: the connection ends without an answer and the client tries the next.
    private async Task TellConfigAsync(Stream stream, Hello hello, CancellationToken down)
    {
        if (kernel.State.ServingMgs is not { } mgs || options.Catalog.Find(kernel.State.DeviceOf(mgs.DevicePath), options.StorageName) is not { } device)
            return;
        if (new DeviceFile(options.Catalog.PathOf(device)).Read(mgs.DevicePath) is { } read)
            await FrameStream.WriteAsync(stream, HelloCodec.Encode(ClientConfig.Of(read.Config, hello.FsName)), down);
    }

    private async Task ConverseAsync(Stream stream, Hello hello, TargetServer server, CancellationToken down)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(down);
        var sink = new ReplySink(() => _ = CancelAsync(over));
        var sending = SendAllAsync(stream, hello, sink, over);
        try
        {
            while (await FrameStream.ReadAsync(stream, DataLimits.MessageBytesMax, over.Token) is { } message
                && Hears(hello)
                && await server.HandleAsync(hello, sink, MessageCodec.DecodeRequest(message), over.Token))
            {
                // One request after the other, in the order in which they were sent.
            }
        }
        finally
        {
            server.Leave(hello.Client, sink);
            sink.HangUp();
            await sending;
        }
    }

    private async Task SendAllAsync(Stream stream, Hello hello, ReplySink sink, CancellationTokenSource over)
    {
        try
        {
            await foreach (var reply in sink.Replies.ReadAllAsync(over.Token))
            {
                if (!Hears(hello))
                    break;
                await FrameStream.WriteAsync(stream, MessageCodec.Encode(reply), over.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone; the reading side ends too.
        }
        await CancelAsync(over);
    }

    private static async Task CancelAsync(CancellationTokenSource over)
    {
        try
        {
            await over.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
    }
}
