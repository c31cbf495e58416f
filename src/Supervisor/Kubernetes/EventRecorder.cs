using System.Threading.Channels;
using k8s;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>Writes Kubernetes Events about targets, for <c>kubectl describe</c>. Best effort: the journal is the record.</summary>
public sealed partial class EventRecorder : IAsyncDisposable
{
    /// <summary>Events that may wait for a slow API server; older ones give way, the newest tell most.</summary>
    private const int QueueMax = 1024;

    private readonly Channel<TargetEvent> _queue = Channel.CreateBounded<TargetEvent>(
        new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly KubernetesApi _api;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _instance;
    private readonly Task _writer;

    /// <summary>Starts the writer.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="instance">Name of this process, such as its host name.</param>
    /// <param name="time">Clock of the events' times.</param>
    /// <param name="logger">Log.</param>
    public EventRecorder(KubernetesApi api, string instance, TimeProvider time, ILogger<EventRecorder> logger)
    {
        (_api, _instance, _time, _logger) = (api, instance, time, logger);
        _writer = WriteAsync(_stop.Token);
    }

    /// <summary>Queues an event; never waits and never fails.</summary>
    /// <param name="target">The target that it is about.</param>
    /// <param name="isWarning">Type Warning, else Normal.</param>
    /// <param name="reason">CamelCase code.</param>
    /// <param name="action">What was done, CamelCase, such as <c>Restart</c>.</param>
    /// <param name="note">Words for people.</param>
    public void Record(TargetId target, bool isWarning, string reason, string action, string note) =>
        _queue.Writer.TryWrite(new TargetEvent(target, isWarning, reason, action, note, _time.GetUtcNow(), Guid.NewGuid()));

    /// <summary>Stops; what still waits is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _writer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await foreach (var item in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                var body = KubernetesJson.Serialize(EventTemplate.Build(item, _instance));
                await _api.PostAsync($"apis/events.k8s.io/v1/namespaces/{item.Target.Namespace}/events", body, cancellationToken);
            }
            catch (Exception e) when (e is ApiException or ClusterUnavailableException)
            {
                Dropped(item.Target, item.Reason, e.Message);
            }
        }
    }

    [LoggerMessage(3030, LogLevel.Debug, "Event {Reason} about {Target} dropped: {Cause}")]
    private partial void Dropped(TargetId target, string reason, string cause);
}
