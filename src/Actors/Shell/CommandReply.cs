namespace LustreSupervisor.Actors.Shell;

/// <summary>The answer to a command. An accepted one is journaled before it is answered.</summary>
public abstract record CommandReply
{
    /// <summary>Journaled.</summary>
    public sealed record Done : CommandReply;

    /// <summary>Nothing to do: it already is so.</summary>
    public sealed record Unchanged : CommandReply;

    /// <summary>Refused; nothing changed.</summary>
    public sealed record Rejected(string Code, string Message) : CommandReply;
}
