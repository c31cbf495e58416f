namespace LustreSupervisor.Actors.Shell;

/// <summary>
/// A member of the cluster is gone, or is reachable again: until now both may have owned one entity. Each entity claims its key in the
/// journal anew; one that is older than the journal fails at it, stops, and recovers.
/// </summary>
public sealed class MembersChanged
{
    private MembersChanged()
    {
    }

    /// <summary>The one message.</summary>
    public static MembersChanged Instance { get; } = new();
}
