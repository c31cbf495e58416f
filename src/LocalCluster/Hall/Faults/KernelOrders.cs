using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Orders to the nodes' simulated kernels, over the sockets that their tools use.</summary>
/// <param name="room">The machines.</param>
/// <param name="nodes">Names of the nodes, in the order of their addresses.</param>
/// <param name="runtimeDirectory">Directory of the sockets.</param>
internal sealed class KernelOrders(MachineRoom room, IReadOnlyList<string> nodes, string runtimeDirectory)
{
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

    /// <summary>Address of a node in Lustre's network.</summary>
    /// <param name="node">Node name.</param>
    public string NidOf(string node) => NodeOptions.NidOf(nodes, node);

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
        var reply = await KernelSocket.AskAsync(socket, new KernelRequest { Fault = fault }, cancellationToken)
            ?? throw new StateException($"The kernel of {machine.Name} does not answer: {machine.Condition}.");
        if (reply.Exit != 0)
            throw new StateException($"The kernel of {machine.Name} refuses: {reply.Stderr.Trim()}");
    }
}
