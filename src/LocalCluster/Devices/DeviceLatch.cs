using System.Diagnostics;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// Makes one read-modify-write of an image exclusive among the node processes. Held for a fraction of a millisecond, freed by the
/// operating system when its holder dies. It protects bytes, not targets: two kernels may still mount one device, as in life.
/// </summary>
internal sealed class DeviceLatch : IDisposable
{
    /// <summary>A holder that is stopped (SIGSTOP) in the middle must not stop every other node for ever: then it is an I/O error.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(1);

    private readonly FileStream _file;

    private DeviceLatch(FileStream file) => _file = file;

    /// <summary>Waits for the latch.</summary>
    /// <param name="image">Path of the image.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">Another process holds it for too long, or the directory cannot be written.</exception>
    public static async Task<DeviceLatch> TakeAsync(string image, CancellationToken cancellationToken)
    {
        var path = image + ".latch";
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new DeviceLatch(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(since) < WaitMax)
            {
                await Task.Delay(RetryEvery, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
