using System.Globalization;
using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Registration;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;

/// <summary>Writes events to the API server; the same event again is counted in the same object, as client-go's correlator does.</summary>
/// <param name="client">The cluster.</param>
/// <param name="node">The node, <c>source.host</c>.</param>
/// <param name="log">The node's log.</param>
/// <param name="time">Clock.</param>
internal sealed class EventWriter(IKubernetes client, string node, Microsoft.Extensions.Logging.ILogger log, TimeProvider time)
{
    /// <summary>Events that are remembered to be counted (client-go's cache); older ones begin anew.</summary>
    private const int RememberedMax = 4096;

    /// <summary>Tries for one event: some seconds of an outage are bridged, and those behind it are not held up for ever.</summary>
    private const int TriesMax = 12;

    /// <summary>Pause between two tries.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(string, string, string, bool, string, string), (string Name, int Count)> remembered = [];

    /// <summary>Writes until cancelled.</summary>
    /// <param name="recorder">Where they come from.</param>
    /// <param name="cancellationToken">Ends it; what waits is lost.</param>
    public async Task RunAsync(EventRecorder recorder, CancellationToken cancellationToken)
    {
        await foreach (var posted in recorder.Waiting.ReadAllAsync(cancellationToken))
            await WriteAsync(posted, cancellationToken);
    }

    private async Task WriteAsync(PostedEvent posted, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= TriesMax; attempt++)
        {
            try
            {
                await CountOrCreateAsync(posted, cancellationToken);
                return;
            }
            catch (HttpOperationException error) when (!ApiRetry.IsTransient(error))
            {
                // The namespace goes, or the event was refused: saying it again would change nothing.
                NodeLog.EventLost(log, posted.Reason, posted.About.Name, error.Message);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && ApiRetry.IsTransient(error))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        NodeLog.EventLost(log, posted.Reason, posted.About.Name, "the API server does not answer");
    }

    private async Task CountOrCreateAsync(PostedEvent posted, CancellationToken cancellationToken)
    {
        var space = posted.About.NamespaceProperty ?? "default";
        if (remembered.TryGetValue(posted.Key, out var known))
        {
            try
            {
                var patch = MergePatch.Of(new { count = known.Count + 1, lastTimestamp = posted.At });
                await client.CoreV1.PatchNamespacedEventAsync(patch, known.Name, space, cancellationToken: cancellationToken);
                remembered[posted.Key] = known with { Count = known.Count + 1 };
                return;
            }
            catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
            {
                remembered.Remove(posted.Key);
            }
        }

        if (remembered.Count >= RememberedMax)
            remembered.Clear();
        var body = Describe(posted, space);
        await client.CoreV1.CreateNamespacedEventAsync(body, space, cancellationToken: cancellationToken);
        remembered[posted.Key] = (body.Metadata.Name, 1);
    }

    private Corev1Event Describe(PostedEvent posted, string space)
    {
        // client-go's form: the object's name and the time in hexadecimal nanoseconds.
        var ticks = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return new Corev1Event
        {
            ApiVersion = "v1",
            Kind = "Event",
            Metadata = new V1ObjectMeta
            {
                Name = $"{posted.About.Name}.{ticks.ToString("x16", CultureInfo.InvariantCulture)}",
                NamespaceProperty = space,
            },
            InvolvedObject = posted.About,
            Reason = posted.Reason,
            Message = posted.Message,
            Type = posted.IsWarning ? "Warning" : "Normal",
            Count = 1,
            FirstTimestamp = posted.At,
            LastTimestamp = posted.At,
            Source = new V1EventSource { Component = posted.Component, Host = node },
            ReportingComponent = posted.Component,
            ReportingInstance = node,
        };
    }
}
