using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// The storage of the laptop cluster: image files in one directory, and <c>devices.json</c> which says what they are and which
/// nodes reach them. Any process may list and add; it is read anew each time.
/// </summary>
/// <param name="directory">The state directory's <c>devices</c>.</param>
public sealed class DeviceCatalog(string directory)
{
    private const string IdPrefix = "wwn-0x";

    /// <summary>Absolute path of the directory.</summary>
    public string Directory { get; } = Path.GetFullPath(directory);

    private string CatalogFile => Path.Combine(Directory, "devices.json");

    /// <summary>Path of a device on the nodes that reach it.</summary>
    public string PathOf(CatalogDevice device) => Path.Combine(Directory, device.File);

    /// <summary>All devices, in the order of their creation.</summary>
    /// <exception cref="StateException">The catalog is unreadable.</exception>
    public IReadOnlyList<CatalogDevice> List()
    {
        try
        {
            return File.Exists(CatalogFile)
                ? JsonSerializer.Deserialize<List<CatalogDevice>>(File.ReadAllText(CatalogFile), StateJson.Options) ?? []
                : [];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StateException($"{CatalogFile} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Devices that a node reaches.</summary>
    /// <exception cref="StateException">The catalog is unreadable.</exception>
    public IReadOnlyList<CatalogDevice> OfNode(string node) => [.. List().Where(d => d.ReachableFrom(node))];

    /// <summary>The device that a node finds at a path: the image's own path, or any path that ends in the device's id.</summary>
    /// <returns>Null when there is none, or the node does not reach it.</returns>
    /// <exception cref="StateException">The catalog is unreadable.</exception>
    public CatalogDevice? Find(string path, string node) =>
        OfNode(node).FirstOrDefault(d => PathOf(d) == path || Path.GetFileName(path) == d.Id);

    /// <summary>Adds a blank device: a sparse file, all zero.</summary>
    /// <param name="sizeBytes">Capacity; at least <see cref="DeviceLayout.DeviceBytesMin"/>.</param>
    /// <param name="labels">Labels; null for none.</param>
    /// <param name="nodes">Nodes that reach it; null for every node.</param>
    /// <param name="id">World-wide name <c>wwn-0x…</c>; null for a fresh one.</param>
    /// <param name="cancellationToken">Ends the waiting for another process that adds a device.</param>
    /// <exception cref="ArgumentException">Size, id or nodes make no sense.</exception>
    /// <exception cref="IOException">The directory cannot be written, or the disk is full.</exception>
    public async Task<CatalogDevice> CreateAsync(
        long sizeBytes, IReadOnlyDictionary<string, string>? labels = null, IReadOnlyList<string>? nodes = null, string? id = null,
        CancellationToken cancellationToken = default)
    {
        if (sizeBytes < DeviceLayout.DeviceBytesMin)
            throw new ArgumentException($"A device needs at least {DeviceLayout.DeviceBytesMin} bytes, not {sizeBytes}.", nameof(sizeBytes));
        if (nodes is { Count: 0 })
            throw new ArgumentException("A device that no node reaches is of no use: name nodes, or none at all for every node.", nameof(nodes));
        id ??= IdPrefix + "5000c5" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
        if (!id.StartsWith(IdPrefix, StringComparison.Ordinal) || id.Length == IdPrefix.Length || !id.Skip(IdPrefix.Length).All(char.IsAsciiHexDigitLower))
            throw new ArgumentException($"'{id}' is not a world-wide name: write {IdPrefix} and hexadecimal digits.", nameof(id));

        System.IO.Directory.CreateDirectory(Directory);
        using var latch = await DeviceLatch.TakeAsync(CatalogFile, cancellationToken);
        var all = List();
        if (all.Any(d => d.Id == id))
            throw new ArgumentException($"There is a device {id} already.", nameof(id));
        var device = new CatalogDevice(
            id, id + ".img", sizeBytes, labels ?? new Dictionary<string, string>(), nodes ?? [CatalogDevice.EveryNode]);
        using (var image = File.OpenHandle(PathOf(device), FileMode.CreateNew, FileAccess.Write))
            RandomAccess.SetLength(image, sizeBytes);
        AtomicFile.Write(CatalogFile, JsonSerializer.Serialize((IEnumerable<CatalogDevice>)[.. all, device], StateJson.Options));
        return device;
    }

    /// <summary>
    /// Leaves a device as a format does that is cut off between <c>mke2fs</c> and the writing of <c>CONFIGS/mountdata</c>: it bears a
    /// label, and the tools deny that it is Lustre's.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="label">Label that the format began with, <c>demo:OST000a</c>; at most 16 bytes.</param>
    /// <param name="cancellationToken">Ends the waiting for the device's latch.</param>
    /// <exception cref="InvalidOperationException">The device bears a complete target: cutting its format off now would destroy data.</exception>
    /// <exception cref="ArgumentException">The label is empty or too long.</exception>
    /// <exception cref="IOException">The image cannot be read or written.</exception>
    public Task HalfFormatAsync(CatalogDevice device, string label, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (Encoding.UTF8.GetByteCount(label) > Superblock.VolumeNameBytes)
            throw new ArgumentException($"'{label}' has more than the {Superblock.VolumeNameBytes} bytes of an ext4 label.", nameof(label));
        return ChangeAsync(device, state => state.Borne is { } target
            ? throw new InvalidOperationException($"{device.Id} bears {target.Label}: a half format would destroy it.")
            : state with
            {
                Content = new HalfFormatted(label, Guid.NewGuid().ToString()), Mmp = MmpBlock.Unused, Config = MgsConfig.Empty,
            }, cancellationToken);
    }

    /// <summary>Marks an index as taken in an MGS's bitmap, so that the next new target with it is refused with EADDRINUSE (98).</summary>
    /// <param name="mgsDevice">Device that holds the MGT; the MGS may be running.</param>
    /// <param name="fsName">Lustre's name of the file system.</param>
    /// <param name="space">Which of the two bitmaps.</param>
    /// <param name="index">Index to mark.</param>
    /// <param name="cancellationToken">Ends the waiting for the device's latch.</param>
    /// <exception cref="InvalidOperationException">The device bears no MGS.</exception>
    /// <exception cref="IOException">The image cannot be read or written.</exception>
    public Task MarkIndexUsedAsync(
        CatalogDevice mgsDevice, string fsName, IndexSpace space, int index, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fsName);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return ChangeAsync(mgsDevice, state => state.Borne is { IsMgs: true }
            ? state with { Config = state.Config.MarkUsed(fsName, space, index) }
            : throw new InvalidOperationException($"{mgsDevice.Id} bears no MGS: indices are kept by the MGS."), cancellationToken);
    }

    private async Task ChangeAsync(CatalogDevice device, Func<DeviceState, DeviceState> change, CancellationToken cancellationToken)
    {
        var file = new DeviceFile(PathOf(device));
        using var latch = await file.LatchAsync(cancellationToken);
        var before = file.Read(PathOf(device)) ?? throw new IOException($"{PathOf(device)} is gone.");
        file.Write(before, change(before));
    }

    /// <summary>State of a device as a node would find it, for programs that show or check it; null when the image is gone.</summary>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public DeviceState? Inspect(CatalogDevice device) => new DeviceFile(PathOf(device)).Read(PathOf(device));
}
