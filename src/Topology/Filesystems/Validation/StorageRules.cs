namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Rules of a <c>storage</c>: devices or a claim.</summary>
internal static class StorageRules
{
    /// <summary>Largest <c>minSizeGiB</c>: one PiB, beyond any target.</summary>
    private const int SizeMax = 1024 * 1024;

    public static void Check(string path, StorageSpec storage, SpecFaults faults)
    {
        faults.Require(
            storage.Selector.IsEmpty == storage.ClaimTemplate is not null,
            path,
            storage.ClaimTemplate is null
                ? "names no storage; give devices with at least one label in selector.matchLabels, or a claimTemplate"
                : "names two kinds of storage; give either devices or claimTemplate");
        Labels.Check($"{path}.devices.selector.matchLabels", storage.Selector, faults);
        faults.Range($"{path}.devices.minSizeGiB", storage.MinSizeGiB, 1, SizeMax);
    }
}
