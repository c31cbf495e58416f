using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LustreSupervisor.Actors.Cache;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.SelfFencing;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>
/// Does nothing to a machine: finds out whether it has fenced itself. A node that claims to be armed lives by the time that the nodes of its
/// set grant it, so when a majority of them has let that lapse, its watchdog has reset it (<see cref="SelfFenceRule"/>).
/// </summary>
/// <param name="api">Where nodes claim to be armed; read afresh in each round.</param>
/// <param name="view">Where node agents listen.</param>
/// <param name="agents">The witnesses.</param>
/// <param name="hearing">Whether the API server has been heard for long enough.</param>
/// <param name="time">Clock.</param>
internal sealed class SelfFenceAgent(KubernetesApi api, ClusterView view, INodeAgents agents, ApiHearing hearing, TimeProvider time) : IFenceAgent
{
    /// <summary>Name in evidence; it is tried by itself, <c>spec.healing.fencing</c> does not name it.</summary>
    public const string AgentName = "selfFence";

    /// <summary>Longest wait for a lapse in one attempt: an attempt of the machine's actor has 60 s for all agents.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(40);

    /// <summary>Between two rounds.</summary>
    private static readonly TimeSpan RoundEvery = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public string Name => AgentName;

    /// <inheritdoc/>
    public async Task<FenceConfirmation> FenceAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Scope.Witnesses is null)
            throw new FenceFailedException("spec.healing.selfFence is off");
        var began = time.GetTimestamp();
        while (true)
        {
            var verdict = await RoundAsync(order, cancellationToken);
            if (verdict.Holds)
                return new FenceConfirmation(AgentName, verdict.Text) { Kind = ProofKind.SelfFenced };
            if (time.GetElapsedTime(began) > WaitMax)
                throw new FenceFailedException(verdict.Text);
            await Task.Delay(RoundEvery, time, cancellationToken);
        }
    }

    /// <summary>The claim first, then the questions: a node that arms itself meanwhile was not watched before.</summary>
    private async Task<SelfFenceVerdict> RoundAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        SelfFenceClaim claim;
        try
        {
            claim = SelfFenceDocuments.Claim(await api.GetAsync($"{SelfFenceDocuments.Collection}/{order.NodeName}", cancellationToken));
        }
        catch (Exception e) when (e is ClusterUnavailableException or ApiException or JsonException)
        {
            hearing.Deaf();
            throw new FenceFailedException($"what {order.NodeName} claims cannot be read: {e.Message}", e);
        }

        if (Objection(order, claim) is { } objection)
            throw new FenceFailedException(objection);
        var nodes = claim.Sets.SelectMany(s => s.Nodes.Select(n => (Node: n, s.GrantSeconds))).Where(n => n.Node != order.NodeName)
            .GroupBy(n => n.Node).Select(g => (Node: g.Key, GrantSeconds: g.Max(n => n.GrantSeconds)));
        var answers = await Task.WhenAll(nodes.Select(n => AskAsync(n.Node, claim.Kernel, n.GrantSeconds, cancellationToken)));
        var took = time.GetElapsedTime(start);
        var verdicts = claim.Sets.Select(s => Judge(s, order.NodeName, claim.Kernel, answers, took)).ToList();

        // It obeys every set that it claims: the loss of any is its end.
        return verdicts.FirstOrDefault(v => v.Holds) ?? verdicts[0];
    }

    private SelfFenceVerdict Judge(GrantSet set, string node, KernelId kernel, WitnessAnswer[] answers, TimeSpan took)
    {
        var (heard, needed) = (hearing.HeardFor, GrantTimes.LapsedAfter(set.GrantSeconds));
        return heard < needed
            ? new(false, Invariant($"the API server has been heard for {heard.TotalSeconds:0} s without a break, lapses count after {needed.TotalSeconds:0} s"))
            : SelfFenceRule.Judge(set, (node, kernel), [.. answers], took);
    }

    private static string? Objection(FenceOrder order, SelfFenceClaim claim) =>
        !claim.Kernel.SystemUuid.Equals(order.SystemUuid, StringComparison.OrdinalIgnoreCase) || claim.Kernel.BootId != order.BootId
            ? $"{order.NodeName} has claimed nothing for kernel {order.SystemUuid}/{order.BootId}, but for {claim.Kernel}"
            : !claim.Armed ? $"the watchdog of {order.NodeName} was not armed in boot {order.BootId}: it does not fence itself"
            : claim.Sets.IsEmpty ? $"{order.NodeName} obeys no set of nodes" : null;

    private async Task<WitnessAnswer> AskAsync(string node, KernelId victim, int grantSeconds, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = view.Nodes.GetValueOrDefault(node)?.AgentEndpoint ?? "";
            var lapse = await agents.AskLapseAsync(endpoint, victim, grantSeconds, cancellationToken);
            return lapse.Node != node
                ? new WitnessAnswer(node, null, false, $"the agent of {lapse.Node} answers in its place")
                : new WitnessAnswer(node, lapse.Kernel, lapse.Lapsed, lapse.Lapsed
                    ? Invariant($"lapsed, last grant {lapse.Since.TotalSeconds:0.0} s ago")
                    : Invariant($"not lapsed, last grant {lapse.Since.TotalSeconds:0.0} s ago, {lapse.Remaining.TotalSeconds:0.0} s to go"));
        }
        catch (Exception e) when (e is AgentSessionException or AgentRefusedException)
        {
            return new WitnessAnswer(node, null, false, $"does not answer ({e.Message})");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
