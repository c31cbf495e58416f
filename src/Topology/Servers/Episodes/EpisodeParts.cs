namespace LustreSupervisor.Topology.Servers.Episodes;

/// <summary>What a server that does not serve is busy with.</summary>
public enum EpisodePart
{
    /// <summary>Its clean unmount.</summary>
    Unmount,

    /// <summary>Waiting for a proof that the old kernel is dead.</summary>
    Proof,

    /// <summary>Waiting for its time and a node.</summary>
    BackOff,

    /// <summary>Waiting for a person: quarantined, or ready and in need of approval.</summary>
    Person,

    /// <summary>Its pod is made and its agent dialled.</summary>
    Start,

    /// <summary>From the order to mount to the obd that is up.</summary>
    Mount,

    /// <summary>Mounted; clients come back and replay.</summary>
    Recovery,
}

/// <summary>Where the time of an interruption went. The parts add up to the whole, over all lives that were tried in it.</summary>
/// <param name="Unmount">Clean unmount.</param>
/// <param name="Proof">Waiting for a proof of death.</param>
/// <param name="BackOff">Waiting for its time and a node.</param>
/// <param name="Person">Waiting for a person.</param>
/// <param name="Start">Pod and agent.</param>
/// <param name="Mount">Mount, formatting included.</param>
/// <param name="Recovery">Mounted until serving.</param>
public sealed record EpisodeParts(
    TimeSpan Unmount, TimeSpan Proof, TimeSpan BackOff, TimeSpan Person, TimeSpan Start, TimeSpan Mount, TimeSpan Recovery)
{
    /// <summary>No time at all.</summary>
    public static EpisodeParts None { get; } = new(default, default, default, default, default, default, default);

    /// <summary>The whole interruption.</summary>
    public TimeSpan Total => Unmount + Proof + BackOff + Person + Start + Mount + Recovery;

    /// <summary>With that much more time in one part. A clock that went back between two members takes none away.</summary>
    public EpisodeParts With(EpisodePart part, TimeSpan more)
    {
        var span = more > TimeSpan.Zero ? more : TimeSpan.Zero;
        return part switch
        {
            EpisodePart.Unmount => this with { Unmount = Unmount + span },
            EpisodePart.Proof => this with { Proof = Proof + span },
            EpisodePart.BackOff => this with { BackOff = BackOff + span },
            EpisodePart.Person => this with { Person = Person + span },
            EpisodePart.Start => this with { Start = Start + span },
            EpisodePart.Mount => this with { Mount = Mount + span },
            _ => this with { Recovery = Recovery + span },
        };
    }
}
