using System.Globalization;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>
/// Stands in for the kernel's memory limit where no <see cref="MemoryGroup"/> can be made: looks at the resident memory of a container's
/// processes and kills the container above the limit. A burst between two looks is not seen.
/// </summary>
internal static class MemoryWatch
{
    /// <summary>Between two looks; each reads a few small files of /proc.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Watches until the container ends.</summary>
    /// <param name="process">The container.</param>
    /// <param name="bytes">The limit.</param>
    /// <param name="time">Clock.</param>
    /// <returns>True when it was killed for its memory.</returns>
    public static async Task<bool> RunAsync(ChildProcess process, long bytes, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!process.Exit.IsCompleted)
        {
            if (ResidentBytes(process.Identity.Pid) > bytes)
                return process.Send(Signal.Kill);
            await Task.WhenAny(process.Exit, timer.WaitForNextTickAsync().AsTask());
        }

        return false;
    }

    private static long ResidentBytes(int pid)
    {
        var pages = FirstLine(pid, "statm")?.Split(' ') is [_, var resident, ..] && long.TryParse(resident, CultureInfo.InvariantCulture, out var count) ? count : 0;
        var children = (FirstLine(pid, $"task/{pid}/children") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (pages * Environment.SystemPageSize) + children.Sum(child => ResidentBytes(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    private static string? FirstLine(int pid, string file)
    {
        try
        {
            return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}")).FirstOrDefault();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
