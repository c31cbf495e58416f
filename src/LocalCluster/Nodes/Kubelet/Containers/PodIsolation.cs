using System.ComponentModel;
using System.Diagnostics;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>
/// What a pod of this node has for itself. As root that is its mounts and process ids, as in a real pod; where the kernel or the user's
/// rights allow no more, its processes are ordinary ones.
/// </summary>
internal enum PodIsolation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A name space of mounts.</summary>
    Mount,

    /// <summary>Name spaces of mounts and of process ids: whatever kills the first process kills all.</summary>
    Pid,
}

/// <summary>Finds out, once a boot, how far pods can be isolated, and wraps their commands.</summary>
internal static class PodIsolations
{
    private const string Verb = "pod-init";
    private const string Possible = "possible";

    /// <summary>A probe takes milliseconds; one that hangs is no way to start pods.</summary>
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The furthest isolation that works here.</summary>
    /// <param name="tools">Path of the tools program, which is the launcher too.</param>
    /// <param name="time">Clock.</param>
    public static async Task<PodIsolation> ProbeAsync(string tools, TimeProvider time)
    {
        foreach (var isolation in (PodIsolation[])[PodIsolation.Pid, PodIsolation.Mount])
        {
            if (await WorksAsync(tools, isolation, time))
                return isolation;
        }

        return PodIsolation.None;
    }

    /// <summary>The command that starts a program so isolated.</summary>
    /// <param name="isolation">How far.</param>
    /// <param name="tools">Path of the launcher.</param>
    /// <param name="words">Program and arguments.</param>
    /// <param name="group">The <c>cgroup.procs</c> of the group that it enters first; null for none.</param>
    /// <param name="mounts">Mount path to directory.</param>
    public static IReadOnlyList<string> Wrap(
        PodIsolation isolation, string tools, IReadOnlyList<string> words, string? group, IReadOnlyDictionary<string, string> mounts)
    {
        if (isolation == PodIsolation.None)
            return words;
        string[] limits = group is null ? [] : ["--group", group];
        var binds = mounts.Where(mount => mount.Key != mount.Value).SelectMany(mount => (string[])["--bind", mount.Value, mount.Key]);
        return [tools, Verb, "--isolation", Name(isolation), .. limits, .. binds, "--", .. words];
    }

    /// <summary>The command that runs a program in the name spaces of a container that runs.</summary>
    /// <param name="isolation">How far it is isolated.</param>
    /// <param name="tools">Path of the launcher.</param>
    /// <param name="words">Program and arguments.</param>
    /// <param name="pid">The container's outer process.</param>
    public static IReadOnlyList<string> WrapExec(PodIsolation isolation, string tools, IReadOnlyList<string> words, int pid) =>
        isolation == PodIsolation.None
            ? words
            : [tools, Verb, "--isolation", Name(isolation), "--enter", pid.ToString(System.Globalization.CultureInfo.InvariantCulture), "--", .. words];

    private static string Name(PodIsolation isolation) => isolation == PodIsolation.Pid ? "pid" : "mount";

    private static async Task<bool> WorksAsync(string tools, PodIsolation isolation, TimeProvider time)
    {
        // A node that is shut down meanwhile goes down in order, a few milliseconds later.
        using var limit = new CancellationTokenSource(ProbeLimit, time);
        Process? probe = null;
        try
        {
            probe = Process.Start(new ProcessStartInfo(tools, [Verb, "--isolation", Name(isolation), "--probe", "--"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            });
            if (probe is null)
                return false;
            var said = await probe.StandardOutput.ReadToEndAsync(limit.Token);
            await probe.WaitForExitAsync(limit.Token);
            return probe.ExitCode == 0 && said.Trim() == Possible;
        }
        catch (Win32Exception)
        {
            return false;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            probe?.Kill();
            return false;
        }
        finally
        {
            probe?.Dispose();
        }
    }
}
