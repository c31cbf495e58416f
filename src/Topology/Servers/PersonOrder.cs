namespace LustreSupervisor.Topology.Servers;

/// <summary>The words of a person who orders something that a supervisor would not do by itself. The journal keeps them.</summary>
/// <param name="By">Who.</param>
/// <param name="Statement">Why it is right, or what was seen.</param>
/// <param name="Confirmation">The target's object name, typed by the person.</param>
/// <param name="FencingNumber">
/// Number of the newest incarnation that the person knew of: an order that was thought out for another life of the server is refused.
/// </param>
public sealed record PersonOrder(string By, string Statement, string Confirmation, long FencingNumber)
{
    /// <summary>Longest name or statement, in characters: it is kept in the journal for ever.</summary>
    public const int TextMax = 500;

    /// <summary>What is wrong with the person's words; null when they may stand in the journal.</summary>
    public string? Complaint() =>
        string.IsNullOrWhiteSpace(By) ? "Who orders it must be said: the journal keeps the name."
        : string.IsNullOrWhiteSpace(Statement) ? "What was found and done must be said: the journal keeps the statement."
        : By.Length > TextMax || Statement.Length > TextMax ? $"Name and statement may have {TextMax} characters each."
        : null;
}
