using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>LNet in small: NIDs are answered by the kernels' sockets. A dead node's socket refuses, as a dead node's NID is silent.</summary>
internal sealed class Network(SimulatedKernel kernel, KernelHostOptions options)
{
    /// <summary>Puts a question to the kernels that it concerns.</summary>
    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken) => question switch
    {
        AskMgs mgs => AskMgsAsync(mgs, cancellationToken),
        AskPools pools => Task.FromResult(FindPools(pools)),
        AskNid nid => PingAsync(nid.Nid, cancellationToken),
        _ => Task.FromResult(new Answer(false, Errno.Io, "")),
    };

    // In the order of preference: the first node where an MGS runs has the word.
    private async Task<Answer> AskMgsAsync(AskMgs question, CancellationToken cancellationToken)
    {
        foreach (var nid in question.MgsNodes.SelectMany(n => n.Split(',')))
        {
            var reply = kernel.State.Nids.Contains(nid)
                ? await kernel.RegisterAsync(question.Registration, cancellationToken)
                : await SendAsync(nid, new KernelRequest { Register = question.Registration }, cancellationToken);
            if (reply is not null && reply.Exit != Errno.Shutdown)
                return new Answer(true, reply.Exit, reply.Stdout);
        }
        return new Answer(false, Errno.Io, "");
    }

    // Reading labels takes no latch: what is read may be old in the next moment, and the import reads again.
    private Answer FindPools(AskPools question)
    {
        var state = kernel.State;
        var devices = options.Catalog.OfNode(options.StorageName).Select(d => (Device: d, Path: options.Catalog.PathOf(d)));
        if (!question.Where.IsEmpty)
            devices = devices.Where(d => question.Where.Any(w =>
                options.Catalog.Find(w, options.StorageName)?.Id == d.Device.Id || Path.GetFullPath(w).TrimEnd('/') == Path.GetDirectoryName(d.Path)));
        var pools = devices.Select(d => (d.Path, State: options.Catalog.Inspect(d.Device)))
            .Where(d => d.State is { Content: PoolMember } && !state.DeviceFails(d.State))
            .Select(d => (d.Path, ((PoolMember)d.State!.Content).Pool));
        return new Answer(true, 0, string.Concat(pools.Select(p => new SeenPool(p.Path, p.Pool.Name, p.Pool.PoolId).Print())));
    }

    private async Task<Answer> PingAsync(string nid, CancellationToken cancellationToken)
    {
        var own = kernel.State.Nids;
        if (nid == LnetState.Loopback || own.Contains(nid))
            return new Answer(true, 0, string.Join('\n', own));
        return await SendAsync(nid, new KernelRequest { Ping = nid }, cancellationToken) is { Exit: 0 } reply
            ? new Answer(true, 0, reply.Stdout)
            : new Answer(false, Errno.Io, "");
    }

    /// <summary>Sends a request to whoever owns a NID; null when it does not arrive.</summary>
    public Task<ToolReply?> SendAsync(string nid, KernelRequest request, CancellationToken cancellationToken)
    {
        var state = kernel.State;
        return state.Reaches(nid) && options.SocketOfNid(nid) is { } path
            ? KernelSocket.AskAsync(path, request with { FromNid = state.SourceNid(nid), ToNid = nid }, cancellationToken)
            : Task.FromResult<ToolReply?>(null);
    }
}
