namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>Keeps a second API server out of a state directory. The operating system releases it with the process.</summary>
internal static class DirectoryLock
{
    /// <exception cref="IOException">Another process holds the lock.</exception>
    public static IDisposable Take(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"{Path.GetDirectoryName(path)}: in use by another API server. Stop it, or choose another state directory.", e);
        }
    }
}
