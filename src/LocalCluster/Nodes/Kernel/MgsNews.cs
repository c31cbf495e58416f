using System.Threading.Channels;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>
/// What the MGS of this kernel tells the servers when targets register or lasting parameters change. A server that is away misses it,
/// and learns it at its next mount.
/// </summary>
internal sealed class MgsNews(SimulatedKernel kernel, Network network, CancellationToken down)
{
    /// <summary>Only the newest configuration matters: a busy teller skips the ones between.</summary>
    private readonly Channel<MgsConfig> _news = Channel.CreateBounded<MgsConfig>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>The configuration has changed. Returns at once.</summary>
    public void Changed(MgsConfig config) => _news.Writer.TryWrite(config);

    /// <summary>Tells until the kernel goes down.</summary>
    public async Task RunAsync()
    {
        try
        {
            await foreach (var config in _news.Reader.ReadAllAsync(down))
                foreach (var (fsName, nids) in config.Servers())
                    await TellAsync(fsName, config.View(fsName), nids);
        }
        catch (OperationCanceledException)
        {
            // The kernel goes down.
        }
    }

    private async Task TellAsync(string fsName, FilesystemView view, IReadOnlyList<string> nids)
    {
        var request = new KernelRequest { ViewOf = fsName, View = view.Print() };
        var own = kernel.State.Nids;
        if (nids.Any(own.Contains))
            kernel.Learn(fsName, view);
        await Task.WhenAll(nids.Where(n => !own.Contains(n)).Select(n => network.SendAsync(n, request, down)));
    }
}
