using System.Text.Json;
using System.Text.Json.Serialization;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>JSON of what lies on an image. Fields are only ever added.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TargetData))]
[JsonSerializable(typeof(MmpBlock))]
[JsonSerializable(typeof(MgsConfigRecord))]
[JsonSerializable(typeof(Stamp))]
[JsonSerializable(typeof(ZfsPool))]
[JsonSerializable(typeof(ReservationRecord))]
internal sealed partial class DeviceJson : JsonSerializerContext
{
    /// <summary>Reads a payload; null when there is none or it is not what it should be.</summary>
    public static T? Read<T>(byte[]? payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (payload is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(payload, type);
        }
        catch (JsonException)
        {
            // A verified frame with unreadable content comes from another version of this program: as good as nothing.
            return null;
        }
    }
}

/// <summary>Configuration of an MGS as it lies on the MGT.</summary>
internal sealed record MgsConfigRecord(Dictionary<string, int[]> Indices, RegisteredTarget[] Targets, long Version)
{
    /// <summary>Parameters of <c>set_param -P</c>.</summary>
    public Dictionary<string, string> Permanent { get; init; } = [];

    /// <summary>Parameters of <c>conf_param</c>.</summary>
    public Dictionary<string, string> Conf { get; init; } = [];
}
