using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Explain;

/// <summary>Explains a server: what it waits for, since when, by which rule, and what a person could do. Decides nothing.</summary>
public static class TargetExplainer
{
    /// <summary>The explanation.</summary>
    /// <exception cref="InvalidOperationException">The server is not declared.</exception>
    public static Explanation Explain(TargetFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var draft = new ExplanationDraft(facts);
        var server = facts.Server;
        var held = Standstill.Of(server, Rules.All);
        if (held is not null && server.Phase is not (ServerPhase.Serving or ServerPhase.Recovering))
            HeldPhases.Held(draft, held);
        else
            OfPhase(draft, server.Phase);
        if (held is not null && server.Phase is ServerPhase.Serving or ServerPhase.Recovering)
            draft.Detail($"{held.Rule}: {held!.Why} It serves and is watched.");
        return History(draft).End();
    }

    private static void OfPhase(ExplanationDraft draft, ServerPhase phase)
    {
        switch (phase)
        {
            case ServerPhase.Unknown or ServerPhase.Declared:
                WaitingPhases.Declared(draft);
                break;
            case ServerPhase.Placed or ServerPhase.BackingOff:
                WaitingPhases.ForNode(draft);
                break;
            case ServerPhase.AwaitingApproval:
                WaitingPhases.AwaitingApproval(draft);
                break;
            case ServerPhase.AwaitingProof:
                ProofPhase.AwaitingProof(draft);
                break;
            case ServerPhase.Quarantined:
                HeldPhases.Quarantined(draft);
                break;
            default:
                LivePhases.Live(draft);
                break;
        }
    }

    /// <summary>What every explanation ends with: the last failure, the budget, the claim.</summary>
    private static ExplanationDraft History(ExplanationDraft draft)
    {
        var server = draft.Server;
        if (server.LastFault is { } fault && server.Phase is not (ServerPhase.Quarantined or ServerPhase.AwaitingProof))
            draft.Detail($"last failure: {fault}");
        if (server.Failures.Length > 0)
            draft.Detail(WaitingPhases.Budget(server, draft.Facts.Now));
        if (server.Claim is { } claim && server.Phase is not (ServerPhase.Serving or ServerPhase.AwaitingProof))
            draft.Detail($"kernel {claim.Kernel} on {claim.Node} may write the target (incarnation {claim.Number}): no other may before it is proved dead");
        return draft;
    }
}
