using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Explain;

/// <summary>A server whose last kernel may still write: which, who tried to end it, what failed, who has not permitted it.</summary>
internal static class ProofPhase
{
    internal static void AwaitingProof(ExplanationDraft draft)
    {
        var server = draft.Server;
        if (server.Claim is not { } claim)
        {
            draft.WaitsFor("a proof of death", Rule.ProofBeforeOtherKernel);
            return;
        }

        draft.WaitsFor(
            $"proof that kernel {claim.Kernel} on {claim.Node} no longer writes the target (incarnation {claim.Number})", Rule.ProofBeforeOtherKernel)
            .Detail(server.LastFault is { } fault ? $"it was given up because: {fault}" : null);
        Fencing(draft, claim);
        draft.Detail("any of these is a proof: a clean unmount, a later boot of that machine, a confirmed fence, a person's word that it is off; silence is none");
        Actions(draft, claim);
    }

    private static void Fencing(ExplanationDraft draft, KernelClaim claim)
    {
        var server = draft.Server;
        var agents = server.Declared.Healing.Fencing;
        draft.Detail(server.FenceOrderedBy is { } by ? $"{by} ordered the fence" : null)
            .Detail(server.StatedOff is { } word ? $"{word.By} states that it is off: {word.Statement}" : null);
        if (draft.Facts.Machine?.Fence is { } fence && fence.BootId == claim.Kernel.BootId)
            draft.Detail(Attempt(fence, draft.Facts.Now));
        else if (Permitted(draft, claim))
            draft.Detail($"the fence of {claim.Node} is permitted; its agents are {Text(agents)}");
        var (rule, why) = WaitingPhases.Split(draft.Facts.Refusal);
        if (rule.Length > 0)
            draft.Detail($"not permitted by {rule}: {why}");
    }

    private static string Attempt(FenceAttempt fence, DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"fencing it: attempt {fence.Number} by {Text(fence.Agents)} in turn");
        if (fence.LastFailure.Length > 0)
            text += $"; last failure: {fence.LastFailure}";
        return fence.NotBefore > now ? $"{text}; next try at {ExplainText.Time(fence.NotBefore)}" : text;
    }

    private static bool Permitted(ExplanationDraft draft, KernelClaim claim) =>
        draft.Facts.Filesystem?.Fences.TryGetValue(claim.Kernel.SystemUuid, out var permit) == true
        && permit.BootId == claim.Kernel.BootId && permit.Waiting.Contains(draft.Name);

    private static void Actions(ExplanationDraft draft, KernelClaim claim)
    {
        if (WaitingPhases.Split(draft.Facts.Refusal).Rule == nameof(Rule.FenceLimit) && draft.Server.FenceOrderedBy is null)
            draft.CanOrder("if the other nodes are lost for reasons you know: have this one fenced beyond the limit", "fence", "why the limit does not apply");
        else if (draft.Server.FenceOrderedBy is null)
            draft.CanOrder($"to have {claim.Node} fenced by its agents now", "fence", "why it must go");
        draft.CanOrder(
            $"if you have seen that {claim.Node} is off, and nobody powers it on meanwhile: say so", "fence", "what you saw", " --powered-off");
        draft.Can($"if {claim.Node} can boot: let it; a later boot of the same machine is a proof by itself", $"kubectl get node {claim.Node}");
    }

    private static string Text(ImmutableArray<string> agents) => agents.IsEmpty ? "nobody: spec.healing.fencing names no agent" : string.Join(", ", agents);
}
