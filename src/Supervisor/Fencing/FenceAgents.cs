using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Fencing.Exec;

namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>Tries the fence agents of an order, one after the other, until one confirms.</summary>
public sealed partial class FenceAgents : IFencing
{
    private readonly Dictionary<string, IFenceAgent> _agents;
    private readonly ILogger _logger;

    /// <summary>Knows these agents; an order that names another one fails at it and goes on.</summary>
    /// <param name="agents">The agents, by name.</param>
    /// <param name="logger">Log.</param>
    public FenceAgents(IEnumerable<IFenceAgent> agents, ILogger<FenceAgents> logger)
    {
        _agents = agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal);
        _logger = logger;
    }

    /// <inheritdoc/>
    public async Task<FenceConfirmation> PowerOffAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (string.IsNullOrWhiteSpace(order.SystemUuid))
            throw new FenceFailedException($"{order.NodeName}: its machine is not known, so no controller's answer could be checked against it");
        var reasons = new List<string>();
        foreach (var name in NamesOf(order))
        {
            try
            {
                Fencing(order.NodeName, order.SystemUuid, name);
                var confirmed = await AgentOf(name).FenceAsync(order, cancellationToken);
                Confirmed(order.NodeName, order.SystemUuid, name, confirmed.Evidence);
                return confirmed;
            }
            catch (FenceFailedException e)
            {
                NotConfirmed(order.NodeName, order.SystemUuid, name, e.Message);
                reasons.Add($"{name}: {e.Message}");
            }
        }

        throw new FenceFailedException(reasons.Count == 0
            ? $"{order.NodeName}: no fence agent is declared; name one in spec.healing.fencing"
            : $"{order.NodeName}: {string.Join("; ", reasons)}");
    }

    /// <summary>Where nodes fence themselves, that is looked at after everything that acts: it takes longest.</summary>
    private static IEnumerable<string> NamesOf(FenceOrder order) =>
        order.Scope.Witnesses is null ? order.Agents : [.. order.Agents, SelfFenceAgent.AgentName];

    private IFenceAgent AgentOf(string name) => _agents.TryGetValue(name, out var agent)
        ? agent
        : throw new FenceFailedException(name == ExecFenceAgent.AgentName
            ? "no script is configured; start the supervisor with --fence-exec FILE"
            : "this supervisor knows no such fence agent; name another in spec.healing.fencing");

    [LoggerMessage(3040, LogLevel.Warning, "Fencing {Node} (machine {SystemUuid}) by {Agent}")]
    private partial void Fencing(string node, string systemUuid, string agent);

    [LoggerMessage(3041, LogLevel.Warning, "Fenced {Node} (machine {SystemUuid}) by {Agent}: {Evidence}")]
    private partial void Confirmed(string node, string systemUuid, string agent, string evidence);

    [LoggerMessage(3042, LogLevel.Error, "Fence of {Node} (machine {SystemUuid}) by {Agent} is not confirmed: {Reason}")]
    private partial void NotConfirmed(string node, string systemUuid, string agent, string reason);
}
