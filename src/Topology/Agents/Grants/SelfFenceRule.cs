using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Grants;

/// <summary>What one node of the set said of the victim.</summary>
/// <param name="Node">Node that was asked.</param>
/// <param name="Witness">Kernel that answered; null when nobody did.</param>
/// <param name="Lapsed">All time that it gave to the victim has lapsed by its own clock.</param>
/// <param name="Text">What it said, for people.</param>
public sealed record WitnessAnswer(string Node, KernelId? Witness, bool Lapsed, string Text);

/// <summary>Whether a node has fenced itself.</summary>
/// <param name="Holds">True when its kernel is dead.</param>
/// <param name="Text">The evidence, or what is missing.</param>
public sealed record SelfFenceVerdict(bool Holds, string Text);

/// <summary>
/// When a node is known to have fenced itself: a majority of its set, the node itself not among them, says that its grants have lapsed.
/// </summary>
/// <remarks>
/// Why that is a proof. Let L nodes of a set of n say so, 2L &gt; n, all within <see cref="GrantTimes.RoundMax"/>, and let t be the moment of
/// the first answer. Each gave its last grant at least <see cref="GrantTimes.LapsedAfter"/> before its own answer, so at t all L grants were
/// over for at least two watchdog time-outs and the reset's own time: the round and the drift of the clocks are part of that figure, and the
/// holder counts from when it asked, which is earlier. Since then the node could count n - L &lt; n/2 grants at most, itself included:
/// no majority. So it decided its last feed more than two time-outs before t; the feed came at most one time-out later, or the watchdog was
/// over already; the reset came one after that. The node was dead at t. What it obeys is the set that it claimed
/// (<see cref="SetBook"/>); it claims to be armed only after it is, and withdraws that before it is not. The claim has to be read before
/// the first question: a node that arms itself in the middle of a round was not watched before.
/// </remarks>
public static class SelfFenceRule
{
    /// <summary>Judges one round of questions.</summary>
    /// <param name="set">The set that the node claimed.</param>
    /// <param name="victim">Node and kernel in question.</param>
    /// <param name="answers">What the others said.</param>
    /// <param name="took">From before the first question to after the last answer, by one monotonic clock.</param>
    public static SelfFenceVerdict Judge(GrantSet set, (string Node, KernelId Kernel) victim, ImmutableArray<WitnessAnswer> answers, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Nodes.Length < GrantSet.NodesMin)
            return new(false, $"{set.Filesystem} has {set.Nodes.Length} service nodes; a death can be proved by at least {GrantSet.NodesMin}");
        if (took > GrantTimes.RoundMax)
            return new(false, Invariant($"the answers took {took.TotalSeconds:0.0} s, more than {GrantTimes.RoundMax.TotalSeconds:0.#} s, and do not count together"));
        var witnesses = answers.Where(a => a.Node != victim.Node && set.Nodes.Contains(a.Node)).DistinctBy(a => a.Node).ToList();
        var lapsed = witnesses.Where(a => a is { Lapsed: true, Witness: { } kernel } && kernel.SystemUuid != victim.Kernel.SystemUuid)
            .DistinctBy(a => a.Witness!.SystemUuid).ToList();
        var said = string.Join("; ", witnesses.Select(a => $"{a.Node}: {a.Text}"));
        return set.IsMajority(lapsed.Count)
            ? new(true, $"{lapsed.Count} of the {set.Nodes.Length} nodes of {set.Filesystem} have let their grants to {victim.Kernel} lapse: {said}")
            : new(false, $"{lapsed.Count} of the {set.Nodes.Length} nodes of {set.Filesystem} have let their grants lapse, {(set.Nodes.Length / 2) + 1} are needed: {said}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
