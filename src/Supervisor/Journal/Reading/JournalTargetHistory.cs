using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>A target's history for <c>supervisor describe</c>.</summary>
internal sealed class JournalTargetHistory : ITargetHistory
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<HistoryEntry>> ReadAsync(
        string stateDirectory, string entityId, int countMax, CancellationToken cancellationToken)
    {
        var path = Path.Combine(stateDirectory, JournalPath.FileName);
        if (!File.Exists(path))
            return [];
        using var reader = JournalReader.Open(path);
        var wanted = new HashSet<string>(StringComparer.Ordinal) { EntityKey.Of(EntityKey.Server, entityId) };
        var entries = new List<HistoryEntry>();
        await foreach (var entry in reader.ReadAsync(wanted, countMax, cancellationToken))
            entries.Add(new HistoryEntry(
                entry.At, entry.SequenceNumber, entry.Event.GetType().Name, $"{EventText.What(entry.Event)} ({entry.Event.Meta.Cause})"));
        return entries;
    }
}
