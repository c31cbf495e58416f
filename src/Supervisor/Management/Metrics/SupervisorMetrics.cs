using System.Collections.Immutable;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Supervisor.Management.Metrics;

/// <summary>The figures of this member, made anew from what its actors hold whenever somebody asks.</summary>
internal static class SupervisorMetrics
{
    private const string Counter = "counter";
    private const string Gauge = "gauge";

    /// <summary>Prints them.</summary>
    /// <param name="servers">Servers of this member by entity key.</param>
    /// <param name="logs">Their interruptions by entity key.</param>
    /// <param name="fences">Fences of its machines.</param>
    internal static string Print(
        IReadOnlyDictionary<string, ServerState> servers, IReadOnlyDictionary<string, EpisodeLog> logs, IEnumerable<FenceTally> fences)
    {
        var all = servers.Where(s => s.Value.Spec is not null)
            .Select(s => new ServerFigures(s.Value, logs.GetValueOrDefault(s.Key) ?? EpisodeLog.Empty)).ToImmutableArray();
        var text = new PrometheusText();
        Totals(text, all);
        Times(text, all);
        Present(text, all);
        text.Family("lustre_supervisor_fences_total", Counter, "Fences by the agents and how they ended; failed ones are attempts over all agents.");
        foreach (var group in fences.SelectMany(f => f.Counts).GroupBy(c => c.Key).OrderBy(g => g.Key.Agent, StringComparer.Ordinal).ThenBy(g => g.Key.Outcome, StringComparer.Ordinal))
            text.Sample(group.Sum(c => c.Value), ("agent", group.Key.Agent), ("outcome", group.Key.Outcome));
        return text.ToString();
    }

    private static void Totals(PrometheusText text, ImmutableArray<ServerFigures> all)
    {
        text.Family("lustre_supervisor_failovers_total", Counter, "Interruptions after which the target was served by another kernel.");
        foreach (var g in Grouped(all, s => s.Totals.Failovers))
            text.Sample(g.Sum(c => c.Value), ("filesystem", g.Key.Filesystem), ("kind", g.Key.Kind), ("cause", g.Key.What.Cause), ("proof", g.Key.What.Proof));
        text.Family("lustre_supervisor_restarts_total", Counter, "Interruptions after which the target was served by the same kernel.");
        foreach (var g in Grouped(all, s => s.Totals.Restarts))
            text.Sample(g.Sum(c => c.Value), ("filesystem", g.Key.Filesystem), ("kind", g.Key.Kind), ("cause", g.Key.What));
        text.Family("lustre_supervisor_false_alarms_total", Counter, "Lives that were given up, were heard again and went on.");
        foreach (var g in Grouped(all, s => s.Totals.FalseAlarms))
            text.Sample(g.Sum(c => c.Value), ("filesystem", g.Key.Filesystem), ("kind", g.Key.Kind), ("cause", g.Key.What));
        text.Family("lustre_supervisor_orders_refused_total", Counter, "Orders of people that were refused, by the rule.");
        foreach (var g in all.SelectMany(s => s.Log.Totals.Refusals).GroupBy(c => c.Key).OrderBy(g => g.Key, StringComparer.Ordinal))
            text.Sample(g.Sum(c => c.Value), ("rule", g.Key));
    }

    private static void Times(PrometheusText text, ImmutableArray<ServerFigures> all)
    {
        var failovers = Grouped(all, s => s.Totals.FailoverTimes);
        Histograms.Write(text, "lustre_supervisor_failover_duration_seconds", "From the failure, or the order, until the target was served by another kernel.",
            failovers.Select(g => (Labels: (ImmutableArray<(string, string)>)[("filesystem", g.Key.Filesystem), ("kind", g.Key.Kind), ("cause", g.Key.What)], g.Select(c => c.Value))));
        Histograms.Write(text, "lustre_supervisor_recovery_duration_seconds", "From the mount until the target was served, after an interruption.",
            all.Where(s => s.Log.Totals.RecoveryTimes.Count > 0).GroupBy(s => (s.Filesystem, s.Kind)).OrderBy(g => g.Key)
                .Select(g => (Labels: (ImmutableArray<(string, string)>)[("filesystem", g.Key.Filesystem), ("kind", g.Key.Kind)], g.Select(s => s.Log.Totals.RecoveryTimes))));
        Histograms.Write(text, "lustre_supervisor_proof_wait_seconds", "How long the death of the old kernel was waited for, the attempt at a clean unmount included.",
            all.SelectMany(s => s.Log.Totals.ProofWaits, (s, p) => (s.Filesystem, Proof: p.Key, p.Value)).GroupBy(p => (p.Filesystem, p.Proof)).OrderBy(g => g.Key)
                .Select(g => (Labels: (ImmutableArray<(string, string)>)[("filesystem", g.Key.Filesystem), ("proof", g.Key.Proof)], g.Select(p => p.Value))));
    }

    private static void Present(PrometheusText text, ImmutableArray<ServerFigures> all)
    {
        text.Family("lustre_supervisor_servers", Gauge, "Servers by where they are in their lives.");
        foreach (var filesystem in all.GroupBy(s => s.Filesystem).OrderBy(g => g.Key, StringComparer.Ordinal))
            foreach (var phase in Enum.GetValues<ServerPhase>().Where(p => p != ServerPhase.Unknown))
                text.Sample(filesystem.Count(s => s.State.Phase == phase), ("filesystem", filesystem.Key), ("phase", phase.ToString()));
        text.Family("lustre_supervisor_quarantined", Gauge, "Servers that wait for a person's release, by the reason.");
        foreach (var g in all.Where(s => s.State.Phase == ServerPhase.Quarantined)
            .GroupBy(s => (s.Filesystem, Reason: EpisodeCauses.Label(s.State.LastFault?.Reason ?? ""))).OrderBy(g => g.Key))
            text.Sample(g.Count(), ("filesystem", g.Key.Filesystem), ("reason", g.Key.Reason));
        text.Family("lustre_supervisor_last_failover_timestamp_seconds", Gauge, "When the target's last failover ended, as a Unix time.");
        foreach (var s in all.Where(s => s.Log.Totals.LastFailover is not null))
            text.Sample(Unix(s.Log.Totals.LastFailover!.Value), ("filesystem", s.Filesystem), ("target", s.Target));
        text.Family("lustre_supervisor_interrupted_since_timestamp_seconds", Gauge, "Since when the target is not served, as a Unix time; absent while it is.");
        foreach (var s in all.Where(s => s.Log.Open is not null))
            text.Sample(Unix(s.Log.Open!.Began), ("filesystem", s.Filesystem), ("target", s.Target), ("cause", EpisodeCauses.Label(s.Log.Open.Cause)));
    }

    private static IEnumerable<IGrouping<(string Filesystem, string Kind, TKey What), KeyValuePair<TKey, TValue>>> Grouped<TKey, TValue>(
        ImmutableArray<ServerFigures> all, Func<EpisodeLog, IReadOnlyDictionary<TKey, TValue>> select)
        where TKey : notnull => all
        .SelectMany(s => select(s.Log), (s, c) => (s.Filesystem, s.Kind, Count: c))
        .GroupBy(c => (c.Filesystem, c.Kind, c.Count.Key), c => c.Count)
        .OrderBy(g => g.Key.Filesystem, StringComparer.Ordinal).ThenBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Key.ToString(), StringComparer.Ordinal);

    private static double Unix(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>One server with the labels that it goes by.</summary>
    private sealed record ServerFigures(ServerState State, EpisodeLog Log)
    {
        private TargetId Id => State.Declared.Target;

        internal string Filesystem => $"{Id.Namespace}/{Id.Filesystem}";

        internal string Kind => Id.KindText;

        internal string Target => Id.ObjectName;
    }
}
