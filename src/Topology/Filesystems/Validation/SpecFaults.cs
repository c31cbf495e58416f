using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Collects faults in the order of the rules.</summary>
internal sealed class SpecFaults
{
    private readonly ImmutableArray<SpecFault>.Builder _faults = ImmutableArray.CreateBuilder<SpecFault>();

    /// <summary>Notes a fault unless the rule holds.</summary>
    public void Require(bool holds, string path, string reason)
    {
        if (!holds)
            _faults.Add(new SpecFault(path, reason));
    }

    /// <summary>Notes a fault unless the value lies between the bounds, both included.</summary>
    public void Range(string path, int value, int min, int max) => Require(
        value >= min && value <= max,
        path,
        string.Create(CultureInfo.InvariantCulture, $"{value} is out of range; choose from {min} to {max}"));

    /// <summary>Everything noted.</summary>
    public ImmutableArray<SpecFault> ToImmutable() => _faults.ToImmutable();
}
