namespace LustreSupervisor.LocalCluster.State;

/// <summary>The short directory for UNIX sockets, whose paths the kernel limits to 107 bytes (unix(7)).</summary>
public static class RuntimeDirectory
{
    /// <summary>Control socket of the hall.</summary>
    /// <param name="directory">Runtime directory.</param>
    public static string HallSocket(string directory) => Path.Combine(directory, "hall.sock");

    /// <summary>Socket of a node's simulated kernel.</summary>
    /// <param name="directory">Runtime directory.</param>
    /// <param name="node">Node name.</param>
    public static string KernelSocket(string directory, string node) => Path.Combine(directory, $"kernel-{node}.sock");

    /// <summary>Socket on which a node's kernel serves clients: its end of LNet.</summary>
    /// <param name="directory">Runtime directory.</param>
    /// <param name="node">Node name.</param>
    public static string LnetSocket(string directory, string node) => Path.Combine(directory, $"lnet-{node}.sock");

    /// <summary>Socket of a node's node agent.</summary>
    /// <param name="directory">Runtime directory.</param>
    /// <param name="node">Node name.</param>
    public static string NodeAgentSocket(string directory, string node) => Path.Combine(directory, $"node-{node}.sock");

    /// <summary>Socket on which the switch carries what a place dials.</summary>
    /// <param name="directory">Runtime directory.</param>
    /// <param name="node">Node name; null for what runs on no node.</param>
    public static string SwitchSocket(string directory, string? node) => Path.Combine(directory, node is null ? "switch.sock" : $"switch-{node}.sock");

    /// <summary>Socket of a machine's simulated watchdog.</summary>
    /// <param name="directory">Runtime directory.</param>
    /// <param name="node">Node name.</param>
    public static string WatchdogSocket(string directory, string node) => Path.Combine(directory, $"watchdog-{node}.sock");

    /// <summary>
    /// Makes a directory of mode 0700 with a fresh name, under <c>XDG_RUNTIME_DIR</c> where that is usable, else under <c>/tmp</c>.
    /// </summary>
    /// <exception cref="StateException">Neither can be written.</exception>
    public static string Create()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var name = "lustre-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
        foreach (var parent in (string?[])[Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/tmp"])
        {
            if (string.IsNullOrEmpty(parent) || !Directory.Exists(parent))
                continue;
            try
            {
                return Directory.CreateDirectory(Path.Combine(parent, name), ownerOnly).FullName;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Not usable: the next one is tried.
            }
        }

        throw new StateException("Neither XDG_RUNTIME_DIR nor /tmp is writable: there is no place for UNIX sockets.");
    }

    /// <summary>Removes the directory; one that is gone is fine.</summary>
    /// <param name="directory">Runtime directory, empty for none.</param>
    public static void Remove(string directory)
    {
        if (directory.Length > 0 && Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}
