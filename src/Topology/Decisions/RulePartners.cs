using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Decisions;

/// <summary>
/// Which rules back each other up. A rule without partners is the only one that keeps something from happening; one with partners does no
/// harm by its absence as long as they hold. Data for people and for the simulation: no decision reads it.
/// </summary>
public static class RulePartners
{
    private static readonly ImmutableDictionary<Rule, ImmutableArray<Rule>> Partners = new Dictionary<Rule, ImmutableArray<Rule>>
    {
        // Another device of the same index would be mounted, not formatted; and nothing that could be mounted is on it.
        [Rule.IndexForEver] = [Rule.FormatOnce],
        // The gate of the agent sees what is on the device, whoever forgot it.
        [Rule.FormatOnce] = [Rule.BlankBeforeFormat],
        [Rule.UnansweredFormatQuarantines] = [Rule.BlankBeforeFormat],
        // Without its object the name is free; it is used by nobody as long as the next life stays on the same kernel.
        [Rule.RemoveOnlyAfterProof] = [Rule.ProofBeforeOtherKernel],
        // A life that is over refuses by itself; the Lease refuses it too once its successor took it.
        [Rule.LeaseBySuccession] = [Rule.LifeEndsOnce],
    }.ToImmutableDictionary();

    /// <summary>The rules that must be missing too before the absence of this one does harm; none when it stands alone.</summary>
    public static ImmutableArray<Rule> Of(Rule rule) => Partners.GetValueOrDefault(rule, []);

    /// <summary>The rule and its partners in one word: <c>rule+partner</c>.</summary>
    public static string Text(Rule rule) => string.Join('+', Of(rule).Prepend(rule));
}
