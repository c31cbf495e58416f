using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>
/// The rules that a declared file system must keep: those of the CRD's schema, and those that no schema can say. Checked before a
/// manifest is sent, and again by the core, because the cluster may be older than this program.
/// </summary>
public static partial class SpecRules
{
    /// <summary>Longest image reference, in characters.</summary>
    private const int ImageMax = 512;

    /// <summary>Checks a spec by itself.</summary>
    /// <param name="spec">The spec, defaults filled in.</param>
    /// <returns>Every fault, none for a good spec.</returns>
    public static ImmutableArray<SpecFault> Validate(FilesystemSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var faults = new SpecFaults();
        Identity(spec, faults);
        NetworkRules.Check(spec.Network, faults);
        MgsRules.Check(spec.Mgs, faults);
        GroupRules.Check("spec.mdts", spec.Mdts, faults);
        GroupRules.Check("spec.osts", spec.Osts, faults);
        faults.Require(
            spec.TolerateFailedTargets >= 0 && spec.TolerateFailedTargets < Math.Max(spec.Osts.Count, 1),
            "spec.tolerateFailedTargets",
            "must be at least 0 and below spec.osts.count: the MGS, MDT0000 and one OST are always needed");
        HealingRules.Check(spec.Healing, faults);
        PolicyRules.Check(spec, faults);
        return faults.ToImmutable();
    }

    /// <summary>Checks a change of a spec: what is on disk already, and what only a plan may shrink.</summary>
    /// <param name="old">The spec in force.</param>
    /// <param name="next">The spec that is to replace it.</param>
    /// <returns>Every fault of the change; those of <paramref name="next"/> by itself are <see cref="Validate"/>'s.</returns>
    public static ImmutableArray<SpecFault> ValidateChange(FilesystemSpec old, FilesystemSpec next)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(next);
        var faults = new SpecFaults();
        Immutable("spec.fsName", old.FsName, next.FsName, "it is written on every target", faults);
        Immutable("spec.runtime", $"{old.Runtime}", $"{next.Runtime}", "servers would move between kernels", faults);
        Immutable("spec.backend", $"{old.Backend}", $"{next.Backend}", "targets are formatted with it", faults);
        faults.Require(
            old.Mgs.Storage is null == next.Mgs.Storage is null,
            "spec.mgs",
            "cannot change between an own and an external MGS: every target and client names it");
        Shrink("spec.mdts.count", old.Mdts.Count, next.Mdts.Count, "directories must be migrated off an MDT first", faults);
        Shrink("spec.osts.count", old.Osts.Count, next.Osts.Count, "objects must be migrated off an OST first", faults);
        return faults.ToImmutable();
    }

    private static void Identity(FilesystemSpec spec, SpecFaults faults)
    {
        faults.Require(
            FsName().IsMatch(spec.FsName),
            "spec.fsName",
            $"\"{spec.FsName}\" is not a Lustre file system name; use 1 to 8 of A-Z a-z 0-9 _ -");
        faults.Require(
            LustreVersion().IsMatch(spec.Version),
            "spec.version",
            $"\"{spec.Version}\" is not a Lustre version; write it as 2.15.8");
        faults.Require(
            spec.Image.Length is > 0 and <= ImageMax && !spec.Image.Any(char.IsWhiteSpace),
            "spec.image",
            $"must be an image reference of 1 to {ImageMax} characters without spaces");
    }

    private static void Immutable(string path, string old, string next, string why, SpecFaults faults) =>
        faults.Require(old == next, path, $"is immutable ({why}); it is \"{old}\", not \"{next}\"");

    private static void Shrink(string path, int old, int next, string why, SpecFaults faults) => faults.Require(
        next >= old,
        path,
        string.Create(CultureInfo.InvariantCulture, $"cannot shrink from {old} to {next}: {why}"));

    /// <summary>Limits of <c>mkfs.lustre</c> (utils/mkfs_lustre.c, parse_opts).</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FsName();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+([._+-][A-Za-z0-9._+-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LustreVersion();
}
