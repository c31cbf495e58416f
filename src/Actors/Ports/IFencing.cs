using System.Collections.Immutable;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Ports;

/// <summary>Cuts a machine off from every device it could write, and confirms it.</summary>
public interface IFencing
{
    /// <summary>Powers the machine off and returns only when the controller confirms that it is off.</summary>
    /// <param name="order">Which machine and how.</param>
    /// <param name="cancellationToken">Bounds the attempt.</param>
    /// <exception cref="FenceFailedException">Not confirmed. Nothing may be concluded.</exception>
    Task<FenceConfirmation> PowerOffAsync(FenceOrder order, CancellationToken cancellationToken);
}

/// <summary>A machine to fence.</summary>
/// <param name="SystemUuid">The machine; the controller's own answer must name the same one.</param>
/// <param name="NodeName">Its node, for people.</param>
/// <param name="Agents">Fence agents in the order of trial.</param>
/// <param name="BmcAddress">Redfish address of its controller, null when none is declared.</param>
public sealed record FenceOrder(string SystemUuid, string NodeName, IReadOnlyList<string> Agents, string? BmcAddress)
{
    /// <summary>The node of that name reports this machine now. False: the name may have passed to another machine, and must not be used to find this one.</summary>
    public bool NodeIsMachine { get; init; } = true;

    /// <summary>The boot that is to end, or to be cut off.</summary>
    public string BootId { get; init; } = "";

    /// <summary>Devices of the servers that wait, and who watches the machine fence itself.</summary>
    public FenceScope Scope { get; init; } = FenceScope.MachineOnly;
}

/// <summary>A confirmed fence.</summary>
/// <param name="Agent">Agent that confirmed.</param>
/// <param name="Evidence">What it said.</param>
public sealed record FenceConfirmation(string Agent, string Evidence)
{
    /// <summary>Kind of proof that it gives: a power-off or storage fence, or the node's fence of itself.</summary>
    public ProofKind Kind { get; init; } = ProofKind.NodeFenced;

    /// <summary>Identities of the devices that the boot is cut off from; empty when the whole machine is off.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];
}

/// <summary>No agent confirmed.</summary>
public sealed class FenceFailedException(string message, Exception? inner = null) : Exception(message, inner);
