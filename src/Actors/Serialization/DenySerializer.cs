using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>
/// Stands where Akka keeps its JSON serializer, which makes objects of whatever type a message names. Refuses to write and to read: what is
/// not bound to a serializer of its own is a mistake here, or an attack.
/// </summary>
public sealed class DenySerializer : Serializer
{
    /// <summary>The id of the serializer that it replaces (Akka.Serialization.NewtonSoftJsonSerializer).</summary>
    public const int Id = 1;

    /// <summary>Created by Akka, which looks for this constructor because the replaced serializer has settings.</summary>
    /// <param name="system">The system that asks.</param>
    /// <param name="settings">Settings of the serializer it replaces; none of them matters here.</param>
    public DenySerializer(ExtendedActorSystem system, Config settings)
        : base(system) => ArgumentNullException.ThrowIfNull(settings);

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().FullName} has no serializer: bind one in hocon/common.conf, or do not send it.");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"{bytes.Length} bytes of JSON with type names were refused: this cluster neither writes nor reads them.");
}
