namespace LustreSupervisor.Simulation.Engine;

/// <summary>Randomness of a seed: SplitMix64, the same everywhere and for ever, so that a seed can be replayed.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 (included) to <paramref name="below"/> (excluded).</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>A time from <paramref name="least"/> to <paramref name="most"/> seconds.</summary>
    public TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (Unit() * (most - least)));

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Dice of their own for one purpose: taking more from one pair changes nothing elsewhere.</summary>
    public Dice For(ulong purpose) => new(_state ^ (purpose * 0xD6E8FEB86659FD93UL));

    private double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
