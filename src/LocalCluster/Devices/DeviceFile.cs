using System.Collections.Immutable;
using System.Text.Json;
using LustreSupervisor.LustreModel.Devices;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// A device image: reads all of its state, writes what changed. Several node processes share one image; whoever reads in order to
/// write holds a <see cref="DeviceLatch"/>. The page cache is the disk here: a killed process loses nothing, a power cut of the
/// laptop may.
/// </summary>
/// <param name="image">Path of the image file.</param>
internal sealed class DeviceFile(string image)
{
    private static readonly SlotPair Record = new(DeviceLayout.RecordOffset, DeviceLayout.RecordSlotBytes);
    private static readonly SlotPair Mmp = new(DeviceLayout.MmpOffset, DeviceLayout.MmpSlotBytes);
    private static readonly SlotPair Config = new(DeviceLayout.ConfigOffset, DeviceLayout.ConfigSlotBytes);

    private readonly ReservationFile _reservations = new(image);

    /// <summary>Waits for the exclusive right to change the image.</summary>
    /// <exception cref="IOException">It was not to be had.</exception>
    public Task<DeviceLatch> LatchAsync(CancellationToken cancellationToken) => DeviceLatch.TakeAsync(image, cancellationToken);

    /// <summary>Reads the device; null when the image is gone.</summary>
    /// <param name="path">Path under which a node knows the device.</param>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public DeviceState? Read(string path)
    {
        if (!File.Exists(image))
            return null;
        using var handle = Open(FileAccess.Read);
        var content = ReadContent(handle);
        var target = (content as Formatted)?.Data ?? (content as PoolMember)?.Pool.Data;
        return new DeviceState(path, RandomAccess.GetLength(handle))
        {
            Content = content,
            Mmp = DeviceJson.Read(Mmp.Read(handle), DeviceJson.Default.MmpBlock) ?? MmpBlock.Unused,
            Config = target is { IsMgs: true } ? ReadConfig(handle) : MgsConfig.Empty,
            LastStamp = StampRing.ReadNewest(handle),
            Reservations = _reservations.Read(),
        };
    }

    /// <summary>Writes what is different. The caller holds the latch and has read <paramref name="before"/> under it.</summary>
    /// <exception cref="IOException">The image cannot be written.</exception>
    public void Write(DeviceState before, DeviceState after)
    {
        if (before == after)
            return;
        if (before.Reservations != after.Reservations)
            _reservations.Write(after.Reservations);
        if (before with { Reservations = after.Reservations } == after)
            return;
        using var handle = Open(FileAccess.ReadWrite);
        if (before.Content != after.Content)
            WriteContent(handle, before.Content, after);
        if (before.Mmp != after.Mmp)
            Mmp.Write(handle, JsonSerializer.SerializeToUtf8Bytes(after.Mmp, DeviceJson.Default.MmpBlock));
        if (!ReferenceEquals(before.Config, after.Config))
            Config.Write(handle, JsonSerializer.SerializeToUtf8Bytes(ToRecord(after.Config), DeviceJson.Default.MgsConfigRecord));
        if (after.LastStamp is { } stamp && before.LastStamp != stamp)
            StampRing.Append(handle, stamp);
    }

    /// <summary>
    /// Writes to the image what no <see cref="DeviceState"/> holds, unless a reservation refuses the machine's writes. Where one stands, the write and
    /// the look at it exclude everybody else, as a device carries out one command after the other.
    /// </summary>
    /// <param name="initiator">The machine that writes.</param>
    /// <param name="write">Writes.</param>
    /// <param name="cancellationToken">Ends the waiting for the latch.</param>
    /// <exception cref="ReservationConflictException">Refused.</exception>
    /// <exception cref="IOException">It failed, or the latch was not to be had.</exception>
    public async Task<T> WriteAsync<T>(string initiator, Func<T> write, CancellationToken cancellationToken)
    {
        // A device that nobody guards is written as it always was.
        if (_reservations.Read().IsEmpty)
            return write();
        using var latch = await LatchAsync(cancellationToken);
        return _reservations.Read().MayWrite(initiator)
            ? write()
            : throw new ReservationConflictException($"{image} is reserved, and {initiator} is not registered");
    }

    private SafeFileHandle Open(FileAccess access) =>
        File.OpenHandle(image, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);

    private static DeviceContent ReadContent(SafeFileHandle handle)
    {
        var superblock = Superblock.Read(handle);
        if (superblock is null)
        {
            if (PoolLabel.Read(handle) is { } pool)
                return new PoolMember(pool);
            var type = PoolLabel.IsPresent(handle) ? "zfs_member" : ForeignSignature.Find(handle);
            return type is null ? new Blank() : new Foreign(type, "", "");
        }

        if (!superblock.Ours)
            return new Foreign("ext4", superblock.Label, superblock.Uuid);
        var data = DeviceJson.Read(Record.Read(handle), DeviceJson.Default.TargetData);
        return data is not null && data.Uuid == superblock.Uuid
            ? new Formatted(data)
            : new HalfFormatted(superblock.Label, superblock.Uuid);
    }

    // The record counts only with the superblock of the same UUID, so a format that is cut off leaves a half-formatted device.
    private static void WriteContent(SafeFileHandle handle, DeviceContent before, DeviceState after)
    {
        if (after.Content is PoolMember member)
        {
            PoolLabel.Write(handle, member.Pool);
            if (before is not PoolMember)
                Superblock.Erase(handle);
            return;
        }
        if (before is PoolMember)
            PoolLabel.Erase(handle);
        if (after.Content is Formatted formatted)
            Record.Write(handle, JsonSerializer.SerializeToUtf8Bytes(formatted.Data, DeviceJson.Default.TargetData));
        if (after.Content is Formatted or HalfFormatted && (before.FsUuid != after.Content.FsUuid || before.FsLabel != after.Content.FsLabel))
            new Superblock(after.Content.FsLabel, after.Content.FsUuid, Ours: true).Write(handle, after.SizeBytes);
    }

    private static MgsConfig ReadConfig(SafeFileHandle handle) =>
        DeviceJson.Read(Config.Read(handle), DeviceJson.Default.MgsConfigRecord) is not { } record
            ? MgsConfig.Empty
            : new MgsConfig(
                record.Indices.ToImmutableSortedDictionary(i => i.Key, i => i.Value.ToImmutableSortedSet(), StringComparer.Ordinal),
                record.Targets.ToImmutableSortedDictionary(t => t.Service, t => t, StringComparer.Ordinal),
                record.Version)
            {
                Permanent = record.Permanent.ToImmutableSortedDictionary(StringComparer.Ordinal),
                Conf = record.Conf.ToImmutableSortedDictionary(StringComparer.Ordinal),
            };

    private static MgsConfigRecord ToRecord(MgsConfig config) => new(
        config.Indices.ToDictionary(i => i.Key, i => i.Value.ToArray(), StringComparer.Ordinal), [.. config.Targets.Values], config.Version)
    {
        Permanent = config.Permanent.ToDictionary(StringComparer.Ordinal),
        Conf = config.Conf.ToDictionary(StringComparer.Ordinal),
    };
}
