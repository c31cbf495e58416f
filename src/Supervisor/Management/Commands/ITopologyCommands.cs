namespace LustreSupervisor.Supervisor.Management.Commands;

/// <summary>What a person may order a supervisor to do; each order is answered when it is journaled, not before.</summary>
public interface ITopologyCommands
{
    /// <summary>Lets a quarantined server start again.</summary>
    /// <param name="space">Namespace of the target; null when the name alone says which.</param>
    /// <param name="name">Name of the target.</param>
    /// <param name="order">Who, and why it is safe.</param>
    /// <param name="cancellationToken">Stops waiting; the order may still be carried out.</param>
    Task<CommandAnswer> ReleaseAsync(string? space, string name, ReleaseOrder order, CancellationToken cancellationToken);
}

/// <summary>Body of <c>POST /v1/targets/NAME/release</c>.</summary>
/// <param name="By">Name of the person, kept in the journal.</param>
/// <param name="Statement">What was found and mended, kept in the journal.</param>
/// <param name="DryRun">Whether only to say what would happen.</param>
/// <param name="Confirm">Name of the target, typed.</param>
/// <param name="FencingNumber">Number of the newest incarnation that the person knows of.</param>
public sealed record ReleaseOrder(
    string By = "", string Statement = "", bool DryRun = false, string Confirm = "", long FencingNumber = -1);

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
