using LustreSupervisor.Actors.Ports;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>Management controllers. By default a machine is powered off and confirmed.</summary>
public sealed class FakeFencing(Timeline timeline, FakeNodes nodes) : IFencing
{
    /// <summary>Awaited before the confirmation; throws when it does not come.</summary>
    public Func<FenceOrder, CancellationToken, Task> OnOrder { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<FenceConfirmation> PowerOffAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        timeline.Add($"fence {order.NodeName}");
        await OnOrder(order, cancellationToken);
        nodes.Kill(order.NodeName);
        return new FenceConfirmation("bmc", "PowerState Off");
    }
}
