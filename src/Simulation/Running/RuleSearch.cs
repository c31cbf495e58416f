using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Running;

/// <summary>
/// Shows that a rule is needed: a seed that breaks an invariant without the rule and its partners, and breaks none when only the partners
/// are missing.
/// </summary>
public static class RuleSearch
{
    /// <summary>Seeds within which each rule's absence must show.</summary>
    public const int SeedsMax = 1000;

    /// <summary>The first such seed.</summary>
    /// <param name="rule">Rule.</param>
    /// <param name="first">First seed.</param>
    /// <param name="count">Seeds at most.</param>
    /// <param name="cancellationToken">Ends the search before its time.</param>
    /// <returns>What is broken; null when no seed shows it.</returns>
    public static Violation? Find(Rule rule, long first, long count, CancellationToken cancellationToken)
    {
        var partners = RulePartners.Of(rule);
        for (var from = first; from < first + count;)
        {
            if (Batch.FirstViolation(from, first + count - from, Without([rule, .. partners]), cancellationToken) is not { } found)
                return null;
            if (Simulator.Run(found.Seed, Without(partners)).Violation is null)
                return found;
            from = found.Seed + 1;
        }

        return null;
    }

    /// <summary>Every fault against all rules but these.</summary>
    public static SeedOptions Without(ImmutableArray<Rule> rules) =>
        SeedOptions.Everything with { Rules = new Rules(Rules.All.Active.Except(rules)) };
}
