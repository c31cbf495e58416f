using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Benchmarks.SelfFence;

/// <summary>One node that was cut off, and the moments that followed.</summary>
/// <param name="Isolated">It was cut off.</param>
/// <param name="LastWrite">Newest stamp of its kernel on any device.</param>
/// <param name="Reset">Its next boot began.</param>
/// <param name="Proved">The proof of its death was in the journal, for the last of its servers.</param>
/// <param name="Serving">The last of its servers served elsewhere.</param>
internal sealed record FenceTimes(
    DateTimeOffset Isolated, DateTimeOffset LastWrite, DateTimeOffset Reset, DateTimeOffset Proved, DateTimeOffset Serving)
{
    /// <summary>Reads what devices and journal tell of a boot that is over; null when its servers do not all serve elsewhere yet.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="boot">The boot.</param>
    /// <param name="isolated">When its node was cut off.</param>
    /// <param name="reset">When its next boot began.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<FenceTimes?> ReadAsync(
        StateDirectory directory, string boot, DateTimeOffset isolated, DateTimeOffset reset, CancellationToken cancellationToken)
    {
        using var reader = JournalReader.Open(directory.JournalFile);
        var proved = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var serving = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var entry in reader.ReadAsync(cancellationToken))
        {
            if (entry.Event is DeathProved { Proof: { Kind: ProofKind.SelfFenced } proof } death && proof.Kernel.BootId == boot)
                proved[entry.PersistenceId] = death.Meta.At;
            else if (entry.Event is ServingStarted started && proved.ContainsKey(entry.PersistenceId))
                serving.TryAdd(entry.PersistenceId, started.Meta.At);
        }

        return proved.Count > 0 && proved.Count == serving.Count && LastWriteOf(directory, boot) is { } last
            ? new FenceTimes(isolated, last, reset, proved.Values.Max(), serving.Values.Max())
            : null;
    }

    private static DateTimeOffset? LastWriteOf(StateDirectory directory, string boot)
    {
        var catalog = new DeviceCatalog(directory.DevicesDirectory);
        return catalog.List().SelectMany(device => StampRing.ReadAll(catalog.PathOf(device))).Where(stamp => stamp.BootId == boot)
            .Max(stamp => (DateTimeOffset?)stamp.At);
    }
}
