using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>What a command line asks <c>mkfs.lustre</c> or <c>tunefs.lustre</c> to make of a target.</summary>
internal sealed record FormatPlan
{
    /// <summary>Name of the tool, for its messages.</summary>
    public required string Tool { get; init; }

    /// <summary>The target as it is to be.</summary>
    public required TargetData Data { get; init; }

    /// <summary>Last operand; empty when there was none.</summary>
    public string Device { get; init; } = "";

    /// <summary>Only report.</summary>
    public bool DryRun { get; init; }

    /// <summary>Overwrite a Lustre target.</summary>
    public bool Reformat { get; init; }

    /// <summary>Take the place of a lost target with the same index.</summary>
    public bool Replace { get; init; }

    /// <summary>Only print the version.</summary>
    public bool Version { get; init; }

    /// <summary>1 unless <c>--quiet</c> and <c>--verbose</c> change it.</summary>
    public int Verbosity { get; init; } = 1;

    /// <summary><c>--index</c> was given.</summary>
    public bool IndexGiven { get; init; }

    /// <summary><c>--fsname</c>; null when not given.</summary>
    public string? NewFsName { get; init; }

    /// <summary><c>--erase-params</c> was given.</summary>
    public bool EraseAll { get; init; }

    /// <summary><c>--mountfsoptions</c>; null when not given.</summary>
    public string? MountFsOptions { get; init; }

    /// <summary><c>--mkfsoptions</c>.</summary>
    public string MkfsOptions { get; init; } = "";

    /// <summary>The target is to be a ZFS dataset.</summary>
    public bool IsZfs => Data.Backend == "zfs";

    /// <summary><c>--force-nohostid</c>: a failover target without ZFS's protection against a double import.</summary>
    public bool ForceNoHostId { get; init; }

    /// <summary><c>--servicenode</c> or <c>--failnode</c> was given by this command line; null when neither.</summary>
    public string? FailoverOption { get; init; }

    /// <summary>Warnings for standard error.</summary>
    public string Warnings { get; init; } = "";
}
