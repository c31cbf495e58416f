using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Tests.Management;

/// <summary>Remembers orders, and answers what the test gives it.</summary>
internal sealed class FakeTopologyCommands : ITopologyCommands
{
    public List<(OrderKind Kind, string? Space, string Name, TargetOrder Order)> Orders { get; } = [];

    public CommandAnswer Answer { get; set; } = new(CommandResult.Done, "", "released");

    public Task<CommandAnswer> OrderAsync(OrderKind kind, string? space, string name, TargetOrder order, CancellationToken cancellationToken)
    {
        Orders.Add((kind, space, name, order));
        return Task.FromResult(Answer);
    }
}
