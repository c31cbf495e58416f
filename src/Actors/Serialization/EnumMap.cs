using System.Collections.Frozen;
using System.Runtime.Serialization;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Pairs the members of a domain enum with those of its message enum, so that neither's numbers matter to the other.</summary>
/// <typeparam name="TDomain">Enum of the domain.</typeparam>
/// <typeparam name="TMessage">Enum of the journal.</typeparam>
internal sealed class EnumMap<TDomain, TMessage>
    where TDomain : struct, Enum
    where TMessage : struct, Enum
{
    private readonly FrozenDictionary<TDomain, TMessage> _write;
    private readonly FrozenDictionary<TMessage, TDomain> _read;

    /// <summary>Pairs; a member without one cannot be journaled.</summary>
    public EnumMap(params (TDomain Domain, TMessage Message)[] pairs)
    {
        _write = pairs.ToFrozenDictionary(p => p.Domain, p => p.Message);
        _read = pairs.ToFrozenDictionary(p => p.Message, p => p.Domain);
    }

    /// <summary>The journal's member.</summary>
    /// <exception cref="SerializationException">The domain's has none.</exception>
    public TMessage Write(TDomain value) => _write.TryGetValue(value, out var message)
        ? message
        : throw new SerializationException($"{typeof(TDomain).Name} {value} has no number in the journal.");

    /// <summary>The domain's member.</summary>
    /// <exception cref="SerializationException">A newer version wrote it, or none was written.</exception>
    public TDomain Read(TMessage message) => _read.TryGetValue(message, out var value)
        ? value
        : throw new SerializationException($"{typeof(TDomain).Name} {message} is not known to this version of the supervisor.");
}
