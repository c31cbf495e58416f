using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>What one job did on a target.</summary>
/// <param name="JobId">Job as the clients' <c>jobid_var</c> names it.</param>
/// <param name="SnapshotTime">Seconds since the epoch of its last operation.</param>
/// <param name="Operations">Its operations, in the order of the output.</param>
public sealed record JobStats(string JobId, decimal SnapshotTime, ImmutableArray<StatsCounter> Operations)
{
    private const string Tool = "lctl get_param job_stats";

    private const string JobKey = "- job_id:";

    /// <summary>
    /// Reads the value of a <c>job_stats</c> parameter (lprocfs_jobstats.c): YAML-like, one block a job. No job ran: only its heading.
    /// </summary>
    /// <exception cref="UnrecognizedOutputException">A line is not of the known form.</exception>
    public static ImmutableArray<JobStats> Parse(string text)
    {
        var jobs = ImmutableArray.CreateBuilder<JobStats>();
        var lines = text.Split('\n');
        var headed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
                continue;
            if (!headed && (line.EndsWith("job_stats=job_stats:", StringComparison.Ordinal) || line == "job_stats:"))
                headed = true;
            else if (!headed && line.EndsWith(".job_stats=", StringComparison.Ordinal))
                continue;
            else if (headed && line.StartsWith(JobKey, StringComparison.Ordinal))
                jobs.Add(new JobStats(line[JobKey.Length..].Trim().Trim('"'), 0, []));
            else
                Detail(jobs, line, i + 1);
        }
        return headed ? jobs.ToImmutable() : throw new UnrecognizedOutputException(Tool, 0, "no line 'job_stats:'");
    }

    private static void Detail(ImmutableArray<JobStats>.Builder jobs, string line, int number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (jobs.Count == 0 || colon <= 0)
            throw new UnrecognizedOutputException(Tool, number, line);
        var (key, value) = (line[..colon], line[(colon + 1)..].Trim());
        if (key is "snapshot_time" or "start_time" or "elapsed_time")
        {
            var seconds = value.Split(' ')[0];
            if (!decimal.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time))
                throw new UnrecognizedOutputException(Tool, number, line);
            if (key == "snapshot_time")
                jobs[^1] = jobs[^1] with { SnapshotTime = time };
            return;
        }
        var operation = Operation(key, value) ?? throw new UnrecognizedOutputException(Tool, number, line);
        jobs[^1] = jobs[^1] with { Operations = jobs[^1].Operations.Add(operation) };
    }

    /// <summary><c>{ samples: 1, unit: bytes, min: 4096, ... }</c>; newer kernels add <c>hist: { 4K: 1 }</c>, which is passed over.</summary>
    private static StatsCounter? Operation(string name, string map)
    {
        if (!map.StartsWith('{') || !map.EndsWith('}') || map.Length < 2)
            return null;
        var inner = map[1..^1];
        if (inner.IndexOf(", hist:", StringComparison.Ordinal) is var hist and >= 0)
            inner = inner[..hist];
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in inner.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !fields.TryAdd(parts[0], parts[1]))
                return null;
        }
        return fields.TryGetValue("samples", out var samples) && fields.TryGetValue("unit", out var unit)
            && long.TryParse(samples, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && TryNumber("min", out var min) && TryNumber("max", out var max) && TryNumber("sum", out var sum)
            && TryNumber("sumsq", out var squares)
            ? new StatsCounter(name, count, unit, min, max, sum, squares)
            : null;

        bool TryNumber(string key, out Int128? number)
        {
            number = null;
            if (!fields.TryGetValue(key, out var value))
                return true;
            var known = Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed);
            number = parsed;
            return known;
        }
    }
}
