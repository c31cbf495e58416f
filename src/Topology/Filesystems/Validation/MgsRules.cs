namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Rules of <c>spec.mgs</c>: exactly one management server, ours or another's.</summary>
internal static class MgsRules
{
    /// <summary>Most entries of <c>externalNids</c>.</summary>
    private const int NidsMax = 16;

    /// <summary>Longest entry, in characters.</summary>
    private const int NidLengthMax = 1024;

    private const string Path = "spec.mgs";

    public static void Check(MgsSpec mgs, SpecFaults faults)
    {
        faults.Require(
            mgs.Storage is null != mgs.ExternalNids.IsEmpty,
            Path,
            mgs.Storage is null
                ? "names no management server; give storage for an own MGS or externalNids for another one"
                : "names two management servers; give either storage or externalNids");
        if (mgs.Storage is { } storage)
            StorageRules.Check($"{Path}.storage", storage, faults);
        faults.Require(mgs.ExternalNids.Length <= NidsMax, $"{Path}.externalNids", $"has more than {NidsMax} entries");
        for (var index = 0; index < mgs.ExternalNids.Length; index++)
        {
            var nids = mgs.ExternalNids[index];
            var fault = nids.Length > NidLengthMax ? $"is longer than {NidLengthMax} characters" : Nids.FaultOf(nids);
            faults.Require(fault is null, $"{Path}.externalNids[{index}]", fault ?? "");
        }
    }
}
