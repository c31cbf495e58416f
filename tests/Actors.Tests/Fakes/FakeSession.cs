using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Tests.Fakes;

/// <summary>One session with one agent. Reports well by itself; the test adds what it wants reported, or breaks it.</summary>
public sealed class FakeSession(
    string entityId,
    IncarnationId incarnation,
    KernelId kernel,
    string podUid,
    Func<FakeSession, AgentOrder, CancellationToken, Task<AgentOutcome>> execute) : IAgentSession
{
    public static readonly AgentReport Well = new(true, "healthy", "INACTIVE", 0, 0, null, 0);

    private readonly Channel<AgentReport> _reports = Channel.CreateUnbounded<AgentReport>();

    public string EntityId => entityId;

    public IncarnationId Incarnation => incarnation;

    public KernelId Kernel => kernel;

    public string PodUid => podUid;

    /// <summary>Reports that come by themselves when somebody watches.</summary>
    public bool Silent { get; set; }

    public void Report(AgentReport report) => Assert.True(_reports.Writer.TryWrite(report));

    public void Report(FaultKind kind, string reason = "Scripted") =>
        Report(Well with { Fault = new Fault(kind, reason, "scripted"), FaultNumber = 1 });

    /// <summary>The connection breaks.</summary>
    public void Break() => _reports.Writer.TryComplete(new AgentSessionException("connection reset"));

    public Task<AgentOutcome> ExecuteAsync(AgentOrder order, CancellationToken cancellationToken) => execute(this, order, cancellationToken);

    public async IAsyncEnumerable<AgentReport> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Silent)
            yield return Well;
        await foreach (var report in _reports.Reader.ReadAllAsync(cancellationToken))
            yield return report;
    }

    public Task AcknowledgeAsync(long faultNumber, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
