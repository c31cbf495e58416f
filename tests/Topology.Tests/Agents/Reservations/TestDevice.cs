using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Topology.Tests.Agents.Reservations;

/// <summary>A device with reservations, as a few lines: initiators register keys, the holder of a registrants-only reservation is one of them.</summary>
internal sealed class TestDevice
{
    private readonly SortedDictionary<string, ulong> _keys = new(StringComparer.Ordinal);
    private string? _holder;

    public ReservationState State => new(
        [.. _keys.Values], _holder is null ? null : new ReservationHold(_keys[_holder], ReservationType.WriteExclusiveRegistrantsOnly));

    public bool MayWrite(string path) => _holder is null || _keys.ContainsKey(path);

    public void Register(string path, ulong key) => _keys[path] = key;

    public bool Reserve(string path)
    {
        if (!_keys.ContainsKey(path) || (_holder is not null && _holder != path))
            return false;
        _holder = path;
        return true;
    }

    public bool Preempt(string path, ulong key)
    {
        if (!_keys.ContainsKey(path) || !_keys.ContainsValue(key))
            return false;
        var held = _holder is not null && _keys[_holder] == key;
        foreach (var gone in _keys.Where(k => k.Value == key && k.Key != path).Select(k => k.Key).ToImmutableArray())
            _keys.Remove(gone);
        if (held)
            _holder = path;
        return true;
    }

    public void Unregister(string path)
    {
        _keys.Remove(path);
        if (_holder == path)
            _holder = null;
    }
}
