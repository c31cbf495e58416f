namespace LustreSupervisor.Actors.Shell;

/// <summary>Ends an entity at hand-over. Unlike a poison pill it is handled in turn, after pending persists: no stashed command is dropped.</summary>
public sealed class StopEntity
{
    private StopEntity()
    {
    }

    /// <summary>The one message.</summary>
    public static StopEntity Instance { get; } = new();
}
