using System.Collections.Immutable;
using System.Runtime.Serialization;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Maps the words that several events use.</summary>
internal static class WordMapper
{
    /// <summary>A part without which the event means nothing.</summary>
    /// <exception cref="SerializationException">It is absent.</exception>
    public static T Needed<T>(this T? part, string field)
        where T : class =>
        part ?? throw new SerializationException($"{field} is missing.");

    /// <summary>A time to 100 ns, the resolution of the domain's clock.</summary>
    public static Timestamp ToProto(this DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    public static ImmutableSortedDictionary<string, string> ToDomain(this MapField<string, string> map) =>
        map.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static Proto.EventMeta ToProto(this EventMeta meta) => new() { At = meta.At.ToProto(), Cause = meta.Cause, By = meta.By };

    public static EventMeta ToDomain(this Proto.EventMeta? meta)
    {
        var m = meta.Needed("meta");
        return new EventMeta(m.At.Needed("meta.at").ToDateTimeOffset(), m.Cause, m.By);
    }

    public static Proto.TargetId ToProto(this TargetId t) => new()
    {
        Namespace = t.Namespace, Filesystem = t.Filesystem, FsName = t.FsName, Kind = EnumMaps.Target.Write(t.Kind), Index = t.Index,
    };

    public static TargetId ToDomain(this Proto.TargetId t) => new(t.Namespace, t.Filesystem, t.FsName, EnumMaps.Target.Read(t.Kind), t.Index);

    public static Proto.DeviceRef ToProto(this DeviceRef d) => new() { Id = d.Id, Path = d.Path, SizeBytes = d.SizeBytes };

    public static DeviceRef ToDomain(this Proto.DeviceRef d) => new(d.Id, d.Path, d.SizeBytes);

    public static Proto.IncarnationId ToProto(this IncarnationId i) => new() { Epoch = i.Epoch, Number = i.Number, Nonce = i.Nonce };

    public static IncarnationId ToDomain(this Proto.IncarnationId i) => new(i.Epoch, i.Number, i.Nonce);

    public static Proto.KernelId ToProto(this KernelId k) => new() { SystemUuid = k.SystemUuid, BootId = k.BootId };

    public static KernelId ToDomain(this Proto.KernelId k) => new(k.SystemUuid, k.BootId);

    public static Proto.Fault ToProto(this Fault f) => new() { Kind = EnumMaps.Fault.Write(f.Kind), Reason = f.Reason, Message = f.Message };

    public static Fault ToDomain(this Proto.Fault f) => new(EnumMaps.Fault.Read(f.Kind), f.Reason, f.Message);

    public static Proto.DeathProof ToProto(this DeathProof p) => new()
    {
        Kind = EnumMaps.Proof.Write(p.Kind), Number = p.Number, Kernel = p.Kernel.ToProto(), Evidence = p.Evidence,
    };

    public static DeathProof ToDomain(this Proto.DeathProof p) =>
        new(EnumMaps.Proof.Read(p.Kind), p.Number, p.Kernel.Needed("proof.kernel").ToDomain(), p.Evidence);
}
