using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Google.Protobuf;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>
/// Bytes of every event. The set is closed: neither a type name nor any other text from a journal decides which code runs. Needs no actor
/// system, so that a journal can be read offline.
/// </summary>
public static class TopologyEventCodec
{
    private static readonly ImmutableArray<EventCode> Codes =
        [.. ServerEventCodes.All, .. ServerOrderCodes.All, .. FilesystemEventCodes.All, .. MachineEventCodes.All];

    private static readonly FrozenDictionary<string, EventCode> ByManifest = Codes.ToFrozenDictionary(c => c.Manifest, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, EventCode> ByType = Codes.ToFrozenDictionary(c => c.EventType);

    /// <summary>Every manifest that this version writes and reads, with the event behind it.</summary>
    public static IReadOnlyDictionary<string, Type> Manifests { get; } = Codes.ToImmutableSortedDictionary(c => c.Manifest, c => c.EventType, StringComparer.Ordinal);

    /// <summary>Manifest under which an event is written.</summary>
    /// <exception cref="SerializationException">The event has no code: it was added to the domain and not here.</exception>
    public static string ManifestOf(IDomainEvent e) => CodeOf(e).Manifest;

    /// <summary>Bytes of an event.</summary>
    /// <exception cref="SerializationException">The event has no code, or holds what no code stands for.</exception>
    public static byte[] Encode(IDomainEvent e) => CodeOf(e).Write(e);

    /// <summary>The event behind the bytes.</summary>
    /// <param name="manifest">Manifest that was stored with them.</param>
    /// <param name="bytes">Its message.</param>
    /// <exception cref="SerializationException">A newer version wrote it, or the bytes are damaged.</exception>
    public static IDomainEvent Decode(string manifest, byte[] bytes)
    {
        if (!ByManifest.TryGetValue(manifest, out var code))
            throw new SerializationException(
                $"Event '{manifest}' is not known to this version of the supervisor: a newer version wrote it. Use that version or a later one.");
        try
        {
            return code.Read(bytes);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException or SerializationException)
        {
            throw new SerializationException($"Event '{manifest}' of {bytes.Length} bytes cannot be read: {e.Message}", e);
        }
    }

    private static EventCode CodeOf(IDomainEvent e) => ByType.TryGetValue(e.GetType(), out var code)
        ? code
        : throw new SerializationException($"Event {e.GetType().Name} has no manifest: add its message and its row beside the aggregate's others.");
}
