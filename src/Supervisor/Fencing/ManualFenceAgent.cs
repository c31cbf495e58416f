using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>A person is the agent: never confirms by itself, and says what is to be done.</summary>
public sealed class ManualFenceAgent : IFenceAgent
{
    /// <inheritdoc/>
    public string Name => "manual";

    /// <inheritdoc/>
    public Task<FenceConfirmation> FenceAsync(FenceOrder order, CancellationToken cancellationToken) => throw new FenceFailedException(
        $"somebody must power off {order.NodeName} (machine {order.SystemUuid}), see with their own eyes that it is off, and state so; "
        + "until then its servers wait");
}
