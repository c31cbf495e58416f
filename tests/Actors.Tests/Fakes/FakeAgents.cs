using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>The agents in the pods. What they answer is the test's script; by default every order succeeds.</summary>
public sealed class FakeAgents(Timeline timeline, FakeNodes nodes, FakePods pods) : IAgents
{
    public const string Uuid = "uuid-of-the-device";

    private readonly Lock _gate = new();
    private readonly List<FakeSession> _sessions = [];

    /// <summary>How an order ends; awaited with the order's own token.</summary>
    public Func<AgentOrder, FakeSession, CancellationToken, Task<AgentOutcome>> OnOrder { get; set; } = (_, _, _) => Done();

    /// <summary>What a new session does to the dialler; null lets it through.</summary>
    public Func<IncarnationId, Exception?> OnConnect { get; set; } = _ => null;

    /// <summary>Agents run and do not answer.</summary>
    public bool Deaf { get; set; }

    public IReadOnlyList<FakeSession> Sessions
    {
        get { lock (_gate) return [.. _sessions]; }
    }

    /// <summary>The newest session with this life.</summary>
    public FakeSession Of(string entityId, long number) =>
        Sessions.Last(s => s.EntityId == entityId && s.Incarnation.Number == number);

    public static Task<AgentOutcome> Done() => Task.FromResult(new AgentOutcome(null, 0, Uuid, true));

    public static Task<AgentOutcome> Fault(FaultKind kind, string reason = "Scripted") =>
        Task.FromResult(new AgentOutcome(new Fault(kind, reason, "scripted"), 1, "", false));

    /// <summary>Never answers: ends with the token.</summary>
    public static async Task<AgentOutcome> Hang(CancellationToken token)
    {
        var never = new TaskCompletionSource<AgentOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(() => never.TrySetCanceled(token));
        return await never.Task;
    }

    public async Task<IAgentSession> ConnectAsync(string endpoint, IncarnationId incarnation, CancellationToken cancellationToken)
    {
        var uid = endpoint["agent-of-".Length..];
        if (Stage.EntityIds.FirstOrDefault(k => pods.Find(k)?.Uid == uid) is not { } entityId)
            return await NobodyAsync(cancellationToken);
        timeline.Add($"dial life {incarnation.Number} of {entityId}");
        if (OnConnect(incarnation) is { } error)
            throw error;
        var node = pods.Find(entityId)!.Node!;
        if (!nodes.IsAlive(node) || Deaf)
            return await NobodyAsync(cancellationToken);
        var session = new FakeSession(entityId, incarnation, nodes.Kernel(node), uid, ExecuteAsync);
        lock (_gate)
            _sessions.Add(session);
        return session;
    }

    private static async Task<IAgentSession> NobodyAsync(CancellationToken token)
    {
        await Hang(token);
        throw new InvalidOperationException("a dial that nobody answers ends with its token");
    }

    private Task<AgentOutcome> ExecuteAsync(FakeSession session, AgentOrder order, CancellationToken token)
    {
        timeline.Add($"{order.Operation} life {session.Incarnation.Number} of {session.EntityId}");
        return OnOrder(order, session, token);
    }
}
