using System.Text.Json.Serialization;

namespace LustreSupervisor.Supervisor.Management.Commands;

/// <summary>What a person may order a supervisor to do; each order is answered when it is journaled, not before.</summary>
public interface ITopologyCommands
{
    /// <summary>Gives an order about one target.</summary>
    /// <param name="kind">What is ordered.</param>
    /// <param name="space">Namespace of the target; null when the name alone says which.</param>
    /// <param name="name">Name of the target.</param>
    /// <param name="order">Who, why, and what they typed to confirm it.</param>
    /// <param name="cancellationToken">Stops waiting; the order may still be carried out.</param>
    Task<CommandAnswer> OrderAsync(OrderKind kind, string? space, string name, TargetOrder order, CancellationToken cancellationToken);
}

/// <summary>What may be ordered about a target.</summary>
public enum OrderKind
{
    /// <summary>A quarantined server may start again.</summary>
    Release,

    /// <summary>The server goes to another of its nodes, by a clean unmount; the approval that <c>failover: Manual</c> waits for.</summary>
    Failover,

    /// <summary>The machine that holds the target is fenced.</summary>
    Fence,

    /// <summary>A person states that the machine that held the target is off.</summary>
    StateOff,
}

/// <summary>Body of <c>POST /v1/targets/NAME/{release,failover,fence,state-off}</c>.</summary>
/// <param name="By">Name of the person, kept in the journal.</param>
/// <param name="Statement">What was found and done, kept in the journal.</param>
/// <param name="DryRun">Whether only to say what would happen.</param>
/// <param name="Confirm">Name of the target, typed.</param>
/// <param name="FencingNumber">Number of the newest incarnation that the person knows of.</param>
/// <param name="ToNode">Only for a failover: node to go to; null for the best one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TargetOrder(
    string By = "", string Statement = "", bool DryRun = false, string Confirm = "", long FencingNumber = -1, string? ToNode = null);

/// <summary>How an order ended.</summary>
public enum CommandResult
{
    /// <summary>Decided and journaled.</summary>
    Done,

    /// <summary>Would be accepted; nothing was changed.</summary>
    WouldDo,

    /// <summary>Refused by a rule; nothing was changed.</summary>
    Refused,

    /// <summary>There is no such target; nothing was changed.</summary>
    NotFound,
}

/// <summary>The answer to an order.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Code">Name of the rule that refused; empty when none did.</param>
/// <param name="Message">For the person who asked.</param>
public sealed record CommandAnswer(CommandResult Result, string Code, string Message);
