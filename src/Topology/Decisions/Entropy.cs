using System.Globalization;

namespace LustreSupervisor.Topology.Decisions;

/// <summary>Randomness handed to one decision, so that the decision itself stays a pure function.</summary>
/// <param name="Value">64 random bits.</param>
public readonly record struct Entropy(ulong Value)
{
    private const int MantissaBits = 53;

    /// <summary>Sixteen hexadecimal digits.</summary>
    public string Nonce => Value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A number from 0 (included) to 1 (excluded).</summary>
    public double Unit => (Value >> (64 - MantissaBits)) / (double)(1UL << MantissaBits);
}
