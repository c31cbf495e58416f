using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>
/// Keeps a second workload off a cluster: the faults of two would hit more than the one node at a time that a file system with one
/// spare is built for, and clients would share addresses. The operating system releases it with the process, however that ends.
/// </summary>
internal static class WorkloadLock
{
    private const string FileName = "workload.lock";

    /// <summary>Takes the lock.</summary>
    /// <param name="directory">State directory of the cluster.</param>
    /// <exception cref="StateException">Another workload runs, or the directory cannot be written.</exception>
    public static IDisposable Take(StateDirectory directory)
    {
        var path = Path.Combine(directory.Root, FileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new StateException($"Another workload runs on the cluster in {directory.Root}: wait for its end, or choose another --state-dir.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StateException($"{path} cannot be written: {error.Message}", error);
        }
    }
}
