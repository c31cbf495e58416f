namespace LustreSupervisor.LocalCluster.State;

/// <summary>Held by the one hall that runs in a state directory; the kernel lets go of it when the hall dies.</summary>
public sealed class StateLock : IDisposable
{
    private readonly FileStream stream;

    private StateLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock; null when another process holds it.</summary>
    /// <param name="directory">State directory.</param>
    public static StateLock? TryTake(StateDirectory directory)
    {
        try
        {
            // FileShare.None is an flock(2) here: it ends with the process, whatever file is left behind.
            return new StateLock(new FileStream(directory.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(directory.LockFile))
        {
            return null;
        }
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="directory">State directory.</param>
    /// <exception cref="StateException">A hall runs there.</exception>
    public static StateLock Take(StateDirectory directory) => TryTake(directory) ?? throw new StateException(
        $"A laptop cluster already runs in {directory.Root}: end it with 'supervisor local down', or choose another --state-dir.");

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
