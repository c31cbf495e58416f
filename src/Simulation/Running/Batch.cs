using System.Collections.Immutable;

namespace LustreSupervisor.Simulation.Running;

/// <summary>Runs many seeds on all cores: a seed on one thread, and nothing shared between seeds.</summary>
public static class Batch
{
    /// <summary>Runs seeds.</summary>
    /// <param name="first">First seed.</param>
    /// <param name="count">Number of seeds.</param>
    /// <param name="options">How they run.</param>
    /// <param name="progress">Told the number of seeds that are done, from any thread, one at a time; null for nobody.</param>
    /// <param name="cancellationToken">Ends the run before its time.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BatchReport Run(long first, long count, SeedOptions options, Action<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var gate = new Lock();
        var faults = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var kind in Simulator.FaultKinds.Where(k => options.Faults.IsEmpty || options.Faults.Contains(k)))
            faults[kind] = 0;
        var violations = new List<Violation>();
        var (done, steps) = (0L, 0L);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(first, first + count, parallel, seed =>
        {
            var result = Simulator.Run(seed, options);
            lock (gate)
            {
                done++;
                steps += result.Steps;
                foreach (var (kind, times) in result.Faults)
                    faults[kind] = faults.GetValueOrDefault(kind) + times;
                if (result.Violation is { } violation)
                    violations.Add(violation);
                progress?.Invoke(done);
            }
        });
        return new BatchReport(done, steps, faults.ToImmutableSortedDictionary(StringComparer.Ordinal), [.. violations.OrderBy(v => v.Seed)]);
    }

    /// <summary>The first seed that breaks an invariant; null when none of them does.</summary>
    /// <param name="first">First seed.</param>
    /// <param name="count">Number of seeds at most.</param>
    /// <param name="options">How they run.</param>
    /// <param name="cancellationToken">Ends the search before its time.</param>
    public static Violation? FirstViolation(long first, long count, SeedOptions options, CancellationToken cancellationToken)
    {
        const int chunk = 32;
        for (var from = first; from < first + count; from += chunk)
        {
            var report = Run(from, Math.Min(chunk, first + count - from), options, null, cancellationToken);
            if (report.Violations.Length > 0)
                return report.Violations[0];
        }

        return null;
    }
}
