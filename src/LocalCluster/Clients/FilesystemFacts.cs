using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>What a person who mounts a file system would know of it.</summary>
/// <param name="FsName">Lustre's name of it.</param>
/// <param name="MgsNids">NIDs of its MGS.</param>
/// <param name="OstBytes">Capacity of its OSTs.</param>
public sealed record FilesystemFacts(string FsName, IReadOnlyList<string> MgsNids, long OstBytes)
{
    private const string MdtZero = "-MDT0000";

    /// <summary>Reads it from the devices: the first file system whose MDT0000 is registered; null when there is none.</summary>
    /// <param name="directory">State directory.</param>
    /// <exception cref="StateException">The devices cannot be read.</exception>
    public static FilesystemFacts? Find(StateDirectory directory)
    {
        var catalog = new DeviceCatalog(directory.DevicesDirectory);
        var devices = catalog.List().Select(catalog.Inspect).OfType<DeviceState>().Where(device => device.Borne is not null).ToList();
        foreach (var mgs in devices.Where(device => device.Borne!.IsMgs))
        {
            var mdt = mgs.Config.Targets.Keys.FirstOrDefault(name => name.EndsWith(MdtZero, StringComparison.Ordinal));
            if (mdt is null)
                continue;
            var fsName = mdt[..^MdtZero.Length];
            var osts = devices.Where(device => device.Borne is { IsOst: true } target && target.FsName == fsName);
            var nids = mgs.Borne!.Values("failover.node").SelectMany(value => value.Split([':', ','], StringSplitOptions.RemoveEmptyEntries));
            return new FilesystemFacts(fsName, [.. nids.Distinct(StringComparer.Ordinal)], osts.Sum(device => device.SizeBytes));
        }

        return null;
    }
}
