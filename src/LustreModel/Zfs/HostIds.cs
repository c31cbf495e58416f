namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>Host ids of simulated machines.</summary>
internal static class HostIds
{
    /// <summary>A number of the machine's own, never 0: FNV-1a of its UUID, so that it is the same at every boot.</summary>
    public static uint Of(string systemUuid)
    {
        const uint Basis = 2166136261, Prime = 16777619;
        var hash = systemUuid.Aggregate(Basis, (sum, c) => unchecked((sum ^ c) * Prime));
        return hash == 0 ? 1 : hash;
    }
}
