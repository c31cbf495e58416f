namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>What a node knows of the device behind a path.</summary>
/// <param name="ById">Where <c>/dev/disk/by-id/ID</c> leads: true to the same device, false to another, null when there is no such name.</param>
/// <param name="Wwids">What the kernel calls the device (<c>/sys/class/block/NAME/wwid</c>, <c>…/device/wwid</c>).</param>
/// <param name="FileName">Name of the file that the path leads to.</param>
/// <param name="IsRegularFile">It is no device but an image, as on the laptop.</param>
public sealed record DeviceIdentityFacts(bool? ById, IReadOnlyList<string> Wwids, string FileName, bool IsRegularFile);

/// <summary>
/// Is the device behind a path the one that is meant? Reservations are taken from others, so that must be known for certain: names such as
/// /dev/sdb move between boots, and a fence on the wrong device would leave the right one open.
/// </summary>
public static class DeviceIdentity
{
    /// <summary>Beginnings that udev, the kernel and Kubernetes put before one and the same world-wide name.</summary>
    private static readonly string[] Prefixes = ["nvme-", "scsi-", "wwn-", "naa.", "eui.", "t10.", "uuid.", "0x"];

    /// <summary>Null when the device is the one named, else what is known instead.</summary>
    /// <param name="path">Path, for people.</param>
    /// <param name="id">Identity that is meant.</param>
    /// <param name="facts">What the node knows.</param>
    public static string? Complaint(string path, string id, DeviceIdentityFacts facts)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(facts);
        if (id.Length == 0)
            return $"{path}: nobody says which device is meant";
        if (facts.ById is { } same)
            return same ? null : $"{path} leads to another device than /dev/disk/by-id/{id}";
        if (facts.Wwids.Any(w => Bare(w).Length > 0 && Bare(w) == Bare(id)))
            return null;
        if (facts.IsRegularFile && WithoutSuffix(facts.FileName) == id)
            return null;
        var known = facts.Wwids.Count == 0 ? "the kernel knows no world-wide name of it" : $"the kernel calls it {string.Join(", ", facts.Wwids)}";
        return $"{path} cannot be told to be {id}: {known}, and /dev/disk/by-id has no {id}";
    }

    private static string WithoutSuffix(string fileName) => fileName.EndsWith(".img", StringComparison.Ordinal) ? fileName[..^".img".Length] : fileName;

    private static string Bare(string name)
    {
        var bare = name.Trim().ToLowerInvariant();
        while (Prefixes.FirstOrDefault(p => bare.StartsWith(p, StringComparison.Ordinal)) is { } prefix)
            bare = bare[prefix.Length..];
        return bare;
    }
}
