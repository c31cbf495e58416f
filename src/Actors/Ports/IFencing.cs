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
public sealed record FenceOrder(string SystemUuid, string NodeName, IReadOnlyList<string> Agents, string? BmcAddress);

/// <summary>A confirmed fence.</summary>
/// <param name="Agent">Agent that confirmed.</param>
/// <param name="Evidence">What it said.</param>
public sealed record FenceConfirmation(string Agent, string Evidence);

/// <summary>No agent confirmed.</summary>
public sealed class FenceFailedException(string message, Exception? inner = null) : Exception(message, inner);
