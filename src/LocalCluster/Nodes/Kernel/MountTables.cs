using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Mounting;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>
/// The mount table of each pod as a file: what <c>/proc/self/mounts</c> shows in a pod's own name space. It is there before the pod's first
/// process and gone with its last, and it shows a mount before the tool that made it has ended.
/// </summary>
internal sealed class MountTables(SimulatedKernel kernel, string? directory, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);

    /// <summary>Drops what an earlier boot left: a kernel begins without mounts.</summary>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public void Clear()
    {
        if (directory is null)
            return;
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
    }

    /// <summary>Begins a pod's table.</summary>
    public void Open(string podUid)
    {
        lock (_gate)
        {
            if (directory is not null && !_shown.ContainsKey(podUid))
                Show(podUid, MountTableText.Write(kernel.State, podUid));
        }
    }

    /// <summary>Removes a pod's table.</summary>
    public void Close(string podUid)
    {
        lock (_gate)
        {
            if (_shown.Remove(podUid))
                Remove(podUid);
        }
    }

    /// <summary>Makes the tables match the kernel's state. Cheap when nothing was mounted or unmounted; called after every change.</summary>
    public void Reconcile()
    {
        lock (_gate)
        {
            if (_shown.Count == 0)
                return;

            // Read within the gate: the last writer has the newest state.
            var state = kernel.State;
            foreach (var (podUid, shown) in _shown.ToArray())
            {
                var text = MountTableText.Write(state, podUid);
                if (text != shown)
                    Show(podUid, text);
            }
        }
    }

    private void Show(string podUid, string text)
    {
        _shown[podUid] = text;
        try
        {
            AtomicFile.Write(PathOf(podUid), text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No table proves nothing; an outdated one would prove something false.
            KernelLog.MountTableFailed(logger, podUid, error.Message);
            Remove(podUid);
        }
    }

    private void Remove(string podUid)
    {
        try
        {
            File.Delete(PathOf(podUid));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            KernelLog.MountTableFailed(logger, podUid, error.Message);
        }
    }

    private string PathOf(string podUid) => Path.Combine(directory!, podUid);
}
