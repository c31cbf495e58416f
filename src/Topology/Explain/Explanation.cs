using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Explain;

/// <summary>Why a server is as it is: for a person who has to decide what to do about it.</summary>
/// <param name="Target">Its object name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="State">Its phase.</param>
/// <param name="Since">Since when it is in that phase.</param>
/// <param name="WaitsFor">What must happen before it goes on, in one sentence; empty when it waits for nothing.</param>
/// <param name="Rule">The rule that makes it wait; empty when none does.</param>
/// <param name="Details">What is known, one fact an entry, the most telling first.</param>
/// <param name="PersonCan">What a person could do about it.</param>
/// <param name="Interruptions">The last times when it did not serve, the newest first; one that goes on comes before all.</param>
public sealed record Explanation(
    string Target,
    string Namespace,
    string State,
    DateTimeOffset Since,
    string WaitsFor,
    string Rule,
    ImmutableArray<string> Details,
    ImmutableArray<PersonAction> PersonCan,
    ImmutableArray<Interruption> Interruptions)
{
    /// <summary>Value equality over the lists too.</summary>
    public bool Equals(Explanation? other) =>
        other is not null && (Target, Namespace, State, Since, WaitsFor, Rule) == (other.Target, other.Namespace, other.State, other.Since, other.WaitsFor, other.Rule)
        && Details.SequenceEqual(other.Details) && PersonCan.SequenceEqual(other.PersonCan)
        && Interruptions.SequenceEqual(other.Interruptions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Target, State, Since, WaitsFor);
}

/// <summary>Something that a person could do.</summary>
/// <param name="When">When it is right.</param>
/// <param name="Command">Command line to paste.</param>
public sealed record PersonAction(string When, string Command);
