using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Short forms of a server's answers.</summary>
internal static class Answers
{
    internal static Decision<ServerEvent> Unchanged { get; } = new Decision<ServerEvent>.Unchanged();

    internal static Decision<ServerEvent> Accept(params ServerEvent[] events) => new Decision<ServerEvent>.Accepted([.. events]);

    internal static Decision<ServerEvent> Reject(string code, string message) => new Decision<ServerEvent>.Rejected(code, message);

    /// <summary>True while an incarnation is meant to run.</summary>
    internal static bool Runs(ServerState state) => state.Phase is ServerPhase.Starting or ServerPhase.Formatting
        or ServerPhase.Mounting or ServerPhase.Recovering or ServerPhase.Serving or ServerPhase.Stopping;

    /// <summary>True when a report under this number counts.</summary>
    internal static bool IsCurrent(ServerState state, long number, DecisionContext context) =>
        !context.Rules.Holds(Rule.CurrentIncarnationOnly) || state.Current?.Id.Number == number;
}
