using System.Text.Json;

namespace LustreSupervisor.LocalCluster.State;

/// <summary>Paths of one laptop cluster's state (the table in ARCHITECTURE.md), and the check that the directory is ours.</summary>
/// <param name="root">Absolute path of the directory.</param>
public sealed class StateDirectory(string root)
{
    /// <summary>Name in the marker.</summary>
    public const string Product = "lustre-supervisor";

    /// <summary>Version of the layout; a program refuses one that it does not know.</summary>
    public const int Layout = 1;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Absolute path of the directory.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary><c>state.json</c>: says that the directory is ours.</summary>
    public string MarkerFile => Path.Combine(Root, "state.json");

    /// <summary>Locked by the hall that runs here.</summary>
    public string LockFile => Path.Combine(Root, "hall.lock");

    /// <summary>Who runs here, kept by the hall for whoever has to clean up after it.</summary>
    public string ProcessTableFile => Path.Combine(Root, "hall.json");

    /// <summary>For kubectl and every client.</summary>
    public string KubeconfigFile => Path.Combine(Root, "kubeconfig");

    /// <summary>The supervisor's own kubeconfig.</summary>
    public string SupervisorKubeconfigFile => Path.Combine(Root, "supervisor.kubeconfig");

    /// <summary>Token of the supervisor's service account.</summary>
    public string SupervisorTokenFile => Path.Combine(Root, "supervisor.token");

    /// <summary>Certificates, tokens and objects of the API server.</summary>
    public string ApiDirectory => Path.Combine(Root, "api");

    /// <summary>The supervisor's journal.</summary>
    public string JournalFile => Path.Combine(Root, "journal.db");

    /// <summary>Token of the management endpoint.</summary>
    public string ManagementTokenFile => Path.Combine(Root, "management.token");

    /// <summary>Password of the simulated management controllers.</summary>
    public string BmcPasswordFile => Path.Combine(Root, "bmc.password");

    /// <summary>Image files and their catalog.</summary>
    public string DevicesDirectory => Path.Combine(Root, "devices");

    /// <summary>One log a process.</summary>
    public string LogsDirectory => Path.Combine(Root, "logs");

    /// <summary>Directory of one node.</summary>
    /// <param name="node">Node name.</param>
    public string NodeDirectory(string node) => Path.Combine(Root, "nodes", node);

    /// <summary>The node's file system root as its programs see it.</summary>
    /// <param name="node">Node name.</param>
    public string NodeRoot(string node) => Path.Combine(NodeDirectory(node), "root");

    /// <summary>Log of one process.</summary>
    /// <param name="name">Name of the process.</param>
    public string LogFile(string name) => Path.Combine(LogsDirectory, name + ".log");

    /// <summary>Reads the marker; null when the directory holds none.</summary>
    /// <exception cref="StateException">The marker is unreadable, foreign or of another layout.</exception>
    public StateRecord? ReadMarker()
    {
        string text;
        try
        {
            text = File.ReadAllText(MarkerFile);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"{MarkerFile} cannot be read: {error.Message}", error);
        }

        return Understand(text);
    }

    /// <summary>Marks the directory as ours, with how the cluster is set up.</summary>
    /// <param name="record">New content.</param>
    public void WriteMarker(StateRecord record) =>
        AtomicFile.Write(MarkerFile, JsonSerializer.Serialize(record, StateJson.Options));

    /// <summary>Makes sure that the directory is ours, empty or absent. Changes nothing.</summary>
    /// <exception cref="StateException">Foreign, or not a directory.</exception>
    public void Inspect()
    {
        try
        {
            if (File.Exists(Root))
                throw new StateException($"{Root} is a file, not a directory: choose another --state-dir.");
            if (Directory.Exists(Root) && ReadMarker() is null && Directory.EnumerateFileSystemEntries(Root).Any(path => path != LockFile))
                throw new StateException(
                    $"{Root} is not empty and was not made by this program (no state.json): choose another --state-dir, or an empty directory.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"{Root} cannot be read: {error.Message} Choose another --state-dir.", error);
        }
    }

    /// <summary>Makes sure that the directory is ours, or empty and writable; makes it when it is absent. Changes nothing in a foreign one.</summary>
    /// <exception cref="StateException">Foreign, not a directory, or not writable.</exception>
    public void Claim()
    {
        Inspect();
        try
        {
            Directory.CreateDirectory(Root, OwnerOnly);
            ProveWritable();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"{Root} is not writable: {error.Message} Choose another --state-dir.", error);
        }
    }

    /// <summary>Creates the sub-directories that every part expects.</summary>
    public void Lay()
    {
        foreach (var directory in (string[])[ApiDirectory, DevicesDirectory, LogsDirectory])
            Directory.CreateDirectory(directory, OwnerOnly);
    }

    private StateRecord Understand(string text)
    {
        try
        {
            var record = JsonSerializer.Deserialize<StateRecord>(text, StateJson.Options);
            if (record is { Product: Product, Layout: Layout })
                return record;
            throw new StateException(record?.Product == Product
                ? $"{MarkerFile} has layout {record.Layout}; this program knows layout {Layout}. Use the program that made it, or another --state-dir."
                : $"{MarkerFile} was not written by this program: choose another --state-dir.");
        }
        catch (JsonException error)
        {
            throw new StateException($"{MarkerFile} was not written by this program or is damaged: choose another --state-dir.", error);
        }
    }

    private void ProveWritable()
    {
        var probe = Path.Combine(Root, $".probe-{Environment.ProcessId}");
        using (new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            // That it could be made is all there is to know.
        }
    }
}
