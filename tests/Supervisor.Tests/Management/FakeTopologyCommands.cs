using LustreSupervisor.Supervisor.Management.Commands;

namespace LustreSupervisor.Supervisor.Tests.Management;

/// <summary>Remembers orders, and answers what the test gives it.</summary>
internal sealed class FakeTopologyCommands : ITopologyCommands
{
    public List<(string? Space, string Name, ReleaseOrder Order)> Orders { get; } = [];

    public CommandAnswer Answer { get; set; } = new(CommandResult.Done, "", "released");

    public Task<CommandAnswer> ReleaseAsync(string? space, string name, ReleaseOrder order, CancellationToken cancellationToken)
    {
        Orders.Add((space, name, order));
        return Task.FromResult(Answer);
    }
}
