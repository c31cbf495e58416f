using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary>One kill, with the moments that followed it: the journal's own times, and the pod's as a watcher saw it.</summary>
/// <param name="Killed">SIGKILL was sent.</param>
/// <param name="Noticed">The failure was decided about.</param>
/// <param name="RetryAt">The back-off is over.</param>
/// <param name="PodCreated">The next pod object exists.</param>
/// <param name="Serving">The next incarnation serves.</param>
internal sealed record KillTimes(
    DateTimeOffset Killed, DateTimeOffset Noticed, DateTimeOffset RetryAt, DateTimeOffset PodCreated, DateTimeOffset Serving)
{
    /// <summary>Reads the moments of one kill from the journal.</summary>
    /// <param name="journal">Path of the journal.</param>
    /// <param name="server">Persistence id's end: the entity key of the server.</param>
    /// <param name="number">Incarnation that was killed.</param>
    /// <param name="killed">When.</param>
    /// <param name="arrivals">Pod objects as they appeared.</param>
    /// <param name="pod">Pod name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when the journal does not tell all of it.</returns>
    public static async Task<KillTimes?> ReadAsync(
        string journal, string server, long number, DateTimeOffset killed, PodArrivals arrivals, string pod, CancellationToken cancellationToken)
    {
        using var reader = JournalReader.Open(journal);
        DateTimeOffset? noticed = null, retryAt = null, serving = null;
        await foreach (var entry in reader.ReadAsync(cancellationToken))
        {
            if (!entry.PersistenceId.EndsWith("/" + server, StringComparison.Ordinal))
                continue;
            switch (entry.Event)
            {
                case IncarnationFailed failed when failed.Number == number:
                    noticed = failed.Meta.At;
                    break;
                case BackOffStarted backOff when noticed is not null && retryAt is null:
                    retryAt = backOff.RetryAt;
                    break;
                case ServingStarted started when started.Number == number + 1:
                    serving = started.Meta.At;
                    break;
            }
        }

        return noticed is { } n && retryAt is { } r && serving is { } s && arrivals.After(pod, killed) is { } created
            ? new KillTimes(killed, n, r, created, s)
            : null;
    }
}
