using System.Globalization;
using LustreSupervisor.Topology.Servers.Episodes;

namespace LustreSupervisor.Topology.Explain;

/// <summary>An interruption as one line of text.</summary>
internal static class InterruptionText
{
    internal static string Line(Interruption i)
    {
        var s = i.Seconds;
        (string Name, double Seconds)[] parts =
        [
            ("unmount", s.Unmount), ("proof", s.Proof), ("back-off", s.BackOff), ("a person", s.Person),
            ("start", s.Start), ("mount", s.Mount), ("recovery", s.Recovery),
        ];
        var shown = parts.Where(p => p.Seconds > 0).Select(p => $"{p.Name} {Number(p.Seconds)} s");
        var tail = string.Join(", ", shown);
        var proof = i.Proof is null ? "" : $", proof {i.Proof}";
        return $"{ExplainText.Time(i.Began)} {What(i)} after {i.Cause}, {Number(s.Total)} s{proof}{(tail.Length > 0 ? $": {tail}" : "")}";
    }

    private static string What(Interruption i) => i.Outcome switch
    {
        nameof(EpisodeOutcome.Failover) => $"failover {i.FromNode ?? "?"} -> {i.ToNode}",
        nameof(EpisodeOutcome.Restart) => $"restart on {i.ToNode}",
        nameof(EpisodeOutcome.Continued) => $"false alarm on {i.FromNode ?? "?"}",
        _ => $"not serving since it left {i.FromNode ?? "?"}",
    } + (i.Lives > 1 ? string.Create(CultureInfo.InvariantCulture, $" in {i.Lives} lives") : "");

    private static string Number(double seconds) => seconds.ToString("0.0##", CultureInfo.InvariantCulture);
}
