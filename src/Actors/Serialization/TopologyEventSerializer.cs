using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Akka's way to <see cref="TopologyEventCodec"/>: bound to <see cref="IDomainEvent"/> in <c>hocon/common.conf</c>.</summary>
/// <param name="system">The system that asks.</param>
public sealed class TopologyEventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Stored with every event and therefore fixed for ever. Akka's own serializers have ids up to 100.</summary>
    public const int Id = 4107;

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => TopologyEventCodec.ManifestOf(EventOf(o));

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => TopologyEventCodec.Encode(EventOf(obj));

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => TopologyEventCodec.Decode(manifest, bytes);

    private static IDomainEvent EventOf(object o) =>
        o as IDomainEvent ?? throw new SerializationException($"{o.GetType().Name} is no event of the topology.");
}
