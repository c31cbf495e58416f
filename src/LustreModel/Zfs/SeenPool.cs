using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>A pool that a search of the devices found.</summary>
/// <param name="Path">Device.</param>
/// <param name="Name">Name of the pool.</param>
/// <param name="PoolId">Identity of the pool.</param>
public sealed record SeenPool(string Path, string Name, string PoolId)
{
    /// <summary>The line by which a driver answers <see cref="Running.AskPools"/>.</summary>
    public string Print() => $"{Path}\t{Name}\t{PoolId}\n";

    /// <summary>Reads such lines.</summary>
    internal static ImmutableArray<SeenPool> Parse(string text) =>
        [.. text.Split('\n').Select(l => l.Split('\t')).Where(l => l.Length == 3).Select(l => new SeenPool(l[0], l[1], l[2]))];
}
