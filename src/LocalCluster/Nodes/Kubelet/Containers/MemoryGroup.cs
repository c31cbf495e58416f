using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>
/// The memory limit of one run of a container, kept by the machine's own kernel: a group of processes (cgroup v1, controller
/// <c>memory</c>), where this user may make one. Beyond the limit the kernel kills, as on a real node.
/// </summary>
internal sealed class MemoryGroup
{
    private const string Controller = "/sys/fs/cgroup/memory";
    private const string Limit = "memory.limit_in_bytes";
    private const string AnyPrefix = "lustre-";
    private const string Killed = "oom_kill ";

    /// <summary>Looks at a group that is to go: its last process may be on its way out.</summary>
    private const int RemovalTriesMax = 50;

    /// <summary>A group that another node has just made is entered within milliseconds; one that is empty after this long is forgotten.</summary>
    private static readonly TimeSpan EnteredWithin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(100);

    private readonly string directory;

    private MemoryGroup(string directory) => this.directory = directory;

    /// <summary>A process that writes 0 into this file enters the group.</summary>
    public string ProcessesFile => Path.Combine(directory, "cgroup.procs");

    /// <summary>True when the kernel has killed a process of the group for want of memory.</summary>
    public bool WasExceeded
    {
        get
        {
            try
            {
                return File.ReadLines(Path.Combine(directory, "memory.oom_control"))
                    .Any(line => line.StartsWith(Killed, StringComparison.Ordinal) && line[Killed.Length..].Trim() != "0");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Makes a group; null where that is not possible.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">Name of the run, unique on the node.</param>
    /// <param name="bytes">The limit.</param>
    public static MemoryGroup? TryCreate(NodeOptions node, string name, long bytes)
    {
        if (!File.Exists(Path.Combine(Controller, Limit)))
            return null;
        var directory = Path.Combine(Controller, $"{Prefix(node)}{name}");
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, Limit), bytes.ToString(CultureInfo.InvariantCulture));
            return new MemoryGroup(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Moves a process into the group, where its launcher could not.</summary>
    /// <param name="pid">Process id.</param>
    public void Enter(int pid)
    {
        try
        {
            File.WriteAllText(ProcessesFile, pid.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended already.
        }
    }

    /// <summary>Removes the group once its last process is gone.</summary>
    /// <param name="time">Clock.</param>
    public async Task RemoveAsync(TimeProvider time)
    {
        for (var look = 0; look < RemovalTriesMax && !TryRemove(directory); look++)
            await Task.Delay(RemovalPause, time);
    }

    /// <summary>
    /// Removes what earlier boots of the node left behind, and what nodes of clusters left that are no more: their groups are empty and old,
    /// and the kernel removes none that holds a process.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="time">Clock.</param>
    public static void RemoveLeftovers(NodeOptions node, TimeProvider time)
    {
        if (!Directory.Exists(Controller))
            return;
        var oldest = time.GetUtcNow().UtcDateTime - EnteredWithin;
        foreach (var left in new DirectoryInfo(Controller).EnumerateDirectories(AnyPrefix + "*"))
        {
            if (left.Name.StartsWith(Prefix(node), StringComparison.Ordinal) || left.LastWriteTimeUtc < oldest)
                _ = TryRemove(left.FullName);
        }
    }

    private static bool TryRemove(string directory)
    {
        try
        {
            Directory.Delete(directory);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(directory);
        }
    }

    /// <summary>Several clusters may run on one machine.</summary>
    private static string Prefix(NodeOptions node) =>
        $"{AnyPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.Directory.NodeDirectory(node.Name))))[..12]}-";
}
