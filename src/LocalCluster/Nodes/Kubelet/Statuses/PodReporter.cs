using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Statuses;

/// <summary>
/// Knows one pod and tells the API server: what changed is reported at once; what changes while a report is under way goes into the next
/// one, so that a slow API server gets the newest state and no history.
/// </summary>
internal sealed class PodReporter
{
    private readonly V1Pod seen;
    private readonly PodStatuses statuses;
    private readonly PodApi api;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private PodFacts facts;
    private V1Pod pod;
    private IList<V1PodCondition> conditions;
    private Task sending = Task.CompletedTask;
    private bool isSending;
    private bool isStale;
    private string sent = "";

    /// <summary>A reporter of a pod.</summary>
    /// <param name="seen">The pod as first seen.</param>
    /// <param name="statuses">Builds statuses.</param>
    /// <param name="api">Writes them.</param>
    /// <param name="time">Clock.</param>
    public PodReporter(V1Pod seen, PodStatuses statuses, PodApi api, TimeProvider time)
    {
        (this.seen, this.statuses, this.api, this.time, pod) = (seen, statuses, api, time, seen);
        facts = PodFacts.Of(seen, time.GetUtcNow().UtcDateTime);
        conditions = seen.Status?.Conditions ?? [];
    }

    /// <summary>What is known now.</summary>
    public PodFacts Facts
    {
        get
        {
            lock (gate)
                return facts;
        }
    }

    /// <summary>The pod's object as last seen.</summary>
    public V1Pod Pod
    {
        get
        {
            lock (gate)
                return pod;
        }
    }

    /// <summary>The status as it would be reported now.</summary>
    public V1PodStatus Status
    {
        get
        {
            lock (gate)
                return statuses.Of(pod, facts, conditions, time.GetUtcNow().UtcDateTime);
        }
    }

    /// <summary>
    /// Takes note of the object as it is now; a new generation is acknowledged by the next report, and what others wrote over a report while
    /// this node was silent is put right.
    /// </summary>
    /// <param name="now">The object.</param>
    /// <param name="cancellationToken">Gives up reporting.</param>
    public void Note(V1Pod now, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var isNew = now.Metadata.Generation != pod.Metadata.Generation;
            pod = now;
            // Before the first report there is nothing to bring up to date.
            if (sent.Length == 0)
                return;
            var isOverwritten = !isSending && IsReady(conditions) && now.Status?.Conditions is { } shown && !IsReady(shown);
            if (isOverwritten)
                sent = "";
            if (isNew || isOverwritten)
                Send(cancellationToken);
        }
    }

    /// <summary>The pod's name spaces and volumes are there. Not reported by itself: its first container tells in the same moment.</summary>
    public void Begin()
    {
        lock (gate)
            facts = facts with { HasSandbox = true };
    }

    /// <summary>Changes what is known, and reports it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Gives up reporting.</param>
    public void Change(Func<PodFacts, PodFacts> change, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            facts = change(facts);
            Send(cancellationToken);
        }
    }

    /// <summary>Completes when everything known by now is reported, or the reporting was given up.</summary>
    public async Task FlushAsync()
    {
        Task last;
        lock (gate)
            last = sending;
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool IsReady(IEnumerable<V1PodCondition> conditions) => conditions.Any(found => found is { Type: "Ready", Status: "True" });

    /// <summary>Called within the gate.</summary>
    private void Send(CancellationToken cancellationToken)
    {
        isStale = true;
        if (isSending)
            return;
        isSending = true;
        sending = SendAsync(cancellationToken);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (Next() is { } patch)
                await api.ReportAsync(seen, patch, cancellationToken);
        }
        catch
        {
            // Given up; the next change may try again.
            lock (gate)
                isSending = false;
            throw;
        }
    }

    private string? Next()
    {
        lock (gate)
        {
            while (isStale)
            {
                isStale = false;
                var status = statuses.Of(pod, facts, conditions, time.GetUtcNow().UtcDateTime);
                var patch = StatusPatch.Of(seen.Uid(), status);
                conditions = status.Conditions;
                if (patch == sent)
                    continue;
                sent = patch;
                return patch;
            }

            isSending = false;
            return null;
        }
    }
}
