using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>The journal's file, read by the offline reader beside the running supervisor.</summary>
/// <param name="path">Path of the journal.</param>
internal sealed class DemoJournal(string path) : IDemoJournal
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournaledProof>> ProofsAsync(CancellationToken cancellationToken)
    {
        using var reader = JournalReader.Open(path);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var proofs = new List<JournaledProof>();
        await foreach (var entry in reader.ReadAsync(cancellationToken))
        {
            if (entry.Event is ServerDeclared declared)
                labels[entry.PersistenceId] = declared.Spec.Target.Label;
            else if (entry.Event is DeathProved proved)
                proofs.Add(new JournaledProof(labels[entry.PersistenceId], proved.Proof.Number, proved.Proof.Kind.ToString()));
        }

        return proofs;
    }

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<ReplayedTarget> Targets, long Events)> ReplayAsync(CancellationToken cancellationToken)
    {
        using var reader = JournalReader.Open(path);
        var topology = await JournalReplay.ReplayAsync(reader, cancellationToken);
        return ([.. topology.Servers.Values.Where(server => server.Spec is not null).Select(Row)], topology.Decisions);
    }

    private static ReplayedTarget Row(ServerState server) => new(
        server.Declared.Target.Label,
        server.Phase.ToString(),
        server.Current?.Node ?? "",
        server.Current?.Id.Epoch ?? 0,
        server.Current?.Id.Number ?? 0,
        server.Declared.Device.Id);
}
