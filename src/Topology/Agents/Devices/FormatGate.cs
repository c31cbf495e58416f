using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>What the gate says.</summary>
public abstract record FormatVerdict
{
    /// <summary>The device is blank: format it.</summary>
    public sealed record Format : FormatVerdict;

    /// <summary>The wanted target is there already: an earlier format succeeded and its answer was lost.</summary>
    /// <param name="Uuid">Its file-system UUID.</param>
    public sealed record AlreadyOurs(string Uuid) : FormatVerdict;

    /// <summary>Hands off; a person decides.</summary>
    public sealed record Refuse(Fault Fault) : FormatVerdict;
}

/// <summary>
/// May a device be formatted? mkfs.lustre overwrites any file system that is not Lustre's without a word and exits 0, so everything that
/// protects data is here. Only a device that shows nothing at all is formatted, and <c>--reformat</c> does not exist for us.
/// </summary>
public static class FormatGate
{
    /// <summary>Decides from what was seen on the device.</summary>
    public static FormatVerdict Decide(DeviceEvidence evidence, WantedTarget wanted, Rules rules)
    {
        if (IdentityRule.OpeningFault(evidence.Opening, wanted, mayBeHeld: false) is { } opening)
            return new FormatVerdict.Refuse(opening);
        return evidence switch
        {
            { Tunefs: { } tunefs } => Existing(tunefs, evidence.Blkid, wanted),
            _ when !rules.Holds(Rule.BlankBeforeFormat) => new FormatVerdict.Format(),
            { TunefsExit: not TunefsOutput.ExitNotLustre } => Refuse(FaultKind.Unknown, "ProbeFailed",
                $"tunefs.lustre on {wanted.DevicePath}: exit {evidence.TunefsExit}: {evidence.ToolText}"),
            { Blkid: { } found } => Occupied(found, wanted),
            { BlkidExit: not BlkidOutput.ExitNothingFound } => Refuse(FaultKind.Target, "ForeignDevice",
                $"blkid cannot tell what {wanted.DevicePath} holds (exit {evidence.BlkidExit}): {evidence.ToolText}"),
            { FirstDataOffset: { } offset } => Refuse(FaultKind.Target, "NotBlank",
                $"{wanted.DevicePath} shows no signature, but holds data at byte {offset}: wipe it by hand if it is worthless"),
            _ => new FormatVerdict.Format(),
        };
    }

    private static FormatVerdict Existing(TunefsOutput tunefs, BlkidOutput? blkid, WantedTarget wanted)
    {
        var difference = IdentityRule.Difference(tunefs, blkid, wanted) ?? NidDifference(tunefs, wanted);
        return difference is null
            ? new FormatVerdict.AlreadyOurs(blkid!.Uuid)
            : Refuse(FaultKind.Target, "ForeignTarget", $"{wanted.DevicePath}: {difference}; it is not formatted over");
    }

    /// <summary>Without a UUID to compare, only the NIDs tell our target from one of the same name of another installation.</summary>
    internal static string? NidDifference(TunefsOutput tunefs, WantedTarget wanted)
    {
        if (wanted.ExpectedUuid.Length > 0)
            return null;
        if (!NidLists.Same(tunefs.Values("failover.node"), wanted.ServiceNids))
            return $"it holds {tunefs.Target} with the service nodes {Joined(tunefs.Values("failover.node"))}, "
                + $"not {Joined(wanted.ServiceNids)}";
        return NidLists.Same(tunefs.Values("mgsnode"), wanted.RegistersWith)
            ? null
            : $"it holds {tunefs.Target} of the MGS {Joined(tunefs.Values("mgsnode"))}, not {Joined(wanted.RegistersWith)}";
    }

    private static string Joined(IEnumerable<string> nodes) => string.Join(':', nodes);

    private static FormatVerdict.Refuse Occupied(BlkidOutput found, WantedTarget wanted) =>
        LustreLabel.TryParse(found.Label, out _)
            ? Refuse(FaultKind.Target, "HalfFormatted",
                $"{wanted.DevicePath} holds {found.Describe()}, but no Lustre configuration: a format broke off, or its data is damaged")
            : Refuse(FaultKind.Target, "ForeignDevice", $"{wanted.DevicePath} holds {found.Describe()}");

    private static FormatVerdict.Refuse Refuse(FaultKind kind, string reason, string message) => new(new Fault(kind, reason, message));
}
