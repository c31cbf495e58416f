using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Orders to the nodes' simulated kernels, over the sockets that their tools use.</summary>
/// <param name="room">The machines.</param>
/// <param name="directory">State directory, which knows the nodes in the order of their addresses.</param>
/// <param name="runtimeDirectory">Directory of the sockets.</param>
/// <param name="time">Clock.</param>
internal sealed class KernelOrders(MachineRoom room, StateDirectory directory, string runtimeDirectory, TimeProvider time)
{
    /// <summary>Longest boot of a simulated kernel: a second or two, more on a busy machine.</summary>
    private static readonly TimeSpan BootMax = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>Machines whose kernels run and answer: neither dead, nor off, nor frozen.</summary>
    public IReadOnlyList<Machine> Awake => [.. room.All.Where(machine => machine.IsAwake)];

    /// <summary>The machine of a node, whose kernel has to be awake.</summary>
    /// <param name="node">Node name.</param>
    /// <exception cref="StateException">There is no such node, or its kernel answers nobody.</exception>
    public Machine FindAwake(string node)
    {
        var machine = room.Find(node);
        return machine.IsAwake ? machine : throw new StateException($"The kernel of {node} does not run: {machine.Condition}.");
    }

    /// <summary>Orders that cut a node off on all of its rails, whatever networks they are on.</summary>
    /// <param name="node">Node name.</param>
    public IEnumerable<KernelFault> CutOff(string node) =>
        NodeOptions.AddressesOf(directory.ReadMarker()?.Nodes ?? [], node).Select(address => new KernelFault(KernelFaultKind.NetworkLost, $"{address}@{KernelFault.AnyNetwork}"));

    /// <summary>Gives the order to each kernel.</summary>
    /// <param name="machines">Machines of the kernels.</param>
    /// <param name="fault">The order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">A kernel does not answer or refuses.</exception>
    public Task GiveAsync(IEnumerable<Machine> machines, KernelFault fault, CancellationToken cancellationToken) =>
        Task.WhenAll(machines.Select(machine => GiveAsync(machine, fault, cancellationToken)));

    /// <summary>Gives the order to one kernel.</summary>
    /// <param name="machine">Machine of the kernel.</param>
    /// <param name="fault">The order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It does not answer or refuses.</exception>
    public async Task GiveAsync(Machine machine, KernelFault fault, CancellationToken cancellationToken)
    {
        var socket = RuntimeDirectory.KernelSocket(runtimeDirectory, machine.Name);
        var reply = await AskAsync(socket, machine, new KernelRequest { Fault = fault }, cancellationToken)
            ?? throw new StateException($"The kernel of {machine.Name} does not answer: {machine.Condition}.");
        if (reply.Exit != 0)
            throw new StateException($"The kernel of {machine.Name} refuses: {reply.Stderr.Trim()}");
    }

    // A node that has just been switched on runs before its kernel listens.
    private async Task<ToolReply?> AskAsync(string socket, Machine machine, KernelRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await KernelSocket.AskAsync(socket, request, cancellationToken) is { } reply)
                return reply;
            if (!machine.IsAwake || time.GetElapsedTime(started) > BootMax)
                return null;
            await Task.Delay(BetweenTries, time, cancellationToken);
        }
    }
}
