using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>What a kernel shows of a target's clients and work.</summary>
/// <param name="Clients">Connected clients.</param>
/// <param name="Evictions">Clients evicted since the start.</param>
/// <param name="Counters">Work done since the start.</param>
/// <param name="BytesUsed">Bytes of the device that hold data.</param>
public sealed record ServiceLoad(ImmutableArray<ConnectedClient> Clients, long Evictions, ServiceCounters Counters, long BytesUsed)
{
    /// <summary>What is to be shown of a target.</summary>
    /// <param name="service">The target.</param>
    /// <param name="bytesUsed">Bytes of the device that hold data.</param>
    public static ServiceLoad Of(TargetService service, long bytesUsed)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new ServiceLoad(
            [.. service.Exports.Where(e => e.Value.Back).Select(e => new ConnectedClient(e.Key, e.Value.Nid))],
            service.Evictions, service.Counters, bytesUsed);
    }
}

/// <summary>A client of a target.</summary>
/// <param name="Uuid">UUID by which it is known.</param>
/// <param name="Nid">NID that it comes from.</param>
public sealed record ConnectedClient(string Uuid, string Nid);
