using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Tests.Data;

/// <summary>Looks at what a target has committed, without its kernel.</summary>
internal static class DataImages
{
    public static IReadOnlyList<Change> Changes(string image)
    {
        var changes = new List<Change>();
        var uuid = new DeviceFile(image).Read(image)!.Target!.Uuid;
        using var log = DataLog.Open(image, uuid, (_, batch, _) => changes.AddRange(batch.Changes));
        return changes;
    }
}
