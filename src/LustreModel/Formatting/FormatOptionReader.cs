using System.Globalization;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>Applies one option after the other to a plan; the first bad one ends the command.</summary>
internal static class FormatOptionReader
{
    private const int FsNameLengthMax = 8;
    private const int IndexLimit = 65504;

    public static (FormatPlan Plan, FormatError? Error) Apply(FormatPlan plan, IEnumerable<(string Name, string Value)> options)
    {
        foreach (var (name, value) in options)
        {
            (plan, var error) = Apply(plan, name, value);
            if (error is not null || plan.Version)
                return (plan, error);
        }
        return (plan, null);
    }

    private static (FormatPlan, FormatError?) Apply(FormatPlan plan, string name, string value) => name switch
    {
        "mgs" => (Flag(plan, TargetFlags.Mgs), null),
        "mdt" => (Flag(plan, TargetFlags.Mdt), null),
        "ost" => (Flag(plan, TargetFlags.Ost), null),
        "nomgs" => (plan with { Data = plan.Data with { Flags = plan.Data.Flags & ~TargetFlags.Mgs } }, null),
        "writeconf" => (Flag(plan, TargetFlags.Writeconf), null),
        "nolocallogs" => NoLocalLogs(plan),
        "dryrun" => (plan with { DryRun = true }, null),
        "reformat" => (plan with { Reformat = true }, null),
        "replace" => (plan with { Replace = true }, null),
        "force-nohostid" => (plan with { ForceNoHostId = true }, null),
        "version" => (plan with { Version = true }, null),
        "quiet" => (plan with { Verbosity = plan.Verbosity - 1 }, null),
        "verbose" => (plan with { Verbosity = plan.Verbosity + 1 }, null),
        "help" => (plan, new FormatError(1, FormatUsage.Text(plan.Tool))),
        "comment" => (plan with { Data = plan.Data with { Comment = value } }, null),
        "mountfsoptions" => (plan with { MountFsOptions = value }, null),
        "mkfsoptions" => (plan with { MkfsOptions = value }, null),
        "param" => (Param(plan, value), null),
        "erase-param" => (Update(plan, Parameters.Erase(plan.Data.Parameters, value)), null),
        "network" => Network(plan, value),
        "backfstype" => Backfs(plan, value),
        "fsname" => FsName(plan, value),
        "index" => Index(plan, value),
        "mgsnode" or "mgsnid" => Node(plan, "mgsnode", value),
        "servicenode" or "failnode" or "failover" => Failover(plan, name, value),
        _ => (plan, null),
    };

    private static FormatPlan Flag(FormatPlan plan, TargetFlags flag) =>
        plan with { Data = plan.Data with { Flags = plan.Data.Flags | flag } };

    private static FormatPlan Update(FormatPlan plan, string parameters) =>
        plan with { Data = plan.Data with { Parameters = parameters, Flags = plan.Data.Flags | TargetFlags.Update } };

    private static FormatPlan Param(FormatPlan plan, string setting)
    {
        var equals = setting.IndexOf('=');
        var kept = plan.Tool == "tunefs.lustre" && equals > 0
            ? Parameters.Erase(plan.Data.Parameters, setting[..equals])
            : plan.Data.Parameters;
        return Update(plan, Parameters.Add(kept, setting));
    }

    private static (FormatPlan, FormatError?) NoLocalLogs(FormatPlan plan) =>
        (plan.Data.Flags & (TargetFlags.Virgin | TargetFlags.Writeconf)) != 0
            ? (plan, new FormatError(Errno.Invalid, "Can not apply nolocallogs to the target that was writeconfed or never been registered\n"))
            : (Flag(plan, TargetFlags.NoLocalLogs), null);

    private static (FormatPlan, FormatError?) Network(FormatPlan plan, string value) => plan.Data.IsMdt || plan.Data.IsOst
        ? (Update(plan, Parameters.Add(plan.Data.Parameters, $"network={value}")), null)
        : (plan, new FormatError(1, $"{plan.Tool}: '--network' only valid for MDT,OST\n{FormatUsage.Text(plan.Tool)}"));

    private static (FormatPlan, FormatError?) Backfs(FormatPlan plan, string value) => value is "ldiskfs" or "zfs"
        ? (plan with { Data = plan.Data with { Backend = value } }, null)
        : (plan, FormatError.Plain(plan.Tool, 1, $"invalid backend filesystem type {value}"));

    private static (FormatPlan, FormatError?) FsName(FormatPlan plan, string value)
    {
        if (value.Length is < 1 or > FsNameLengthMax)
            return (plan, FormatError.Plain(plan.Tool, 1, $"filesystem name must be 1-{FsNameLengthMax} chars"));
        var bad = value.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'));
        return bad == default
            ? (plan with { NewFsName = value }, null)
            : (plan, FormatError.Plain(plan.Tool, 1, $"char '{bad}' not allowed in filesystem name"));
    }

    private static (FormatPlan, FormatError?) Index(FormatPlan plan, string value)
    {
        var hex = value.StartsWith("0x", StringComparison.Ordinal);
        var style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!long.TryParse(hex ? value[2..] : value, style, CultureInfo.InvariantCulture, out var index) || index < 0)
            return (plan, FormatError.Plain(plan.Tool, 1, $"wrong index {value}. Target index must be decimal or hexadecimal."));
        if (index >= IndexLimit)
            return (plan, FormatError.Plain(plan.Tool, 1, $"wrong index {index}. Target index must be less than {IndexLimit}."));
        var data = plan.Data with { Index = (int)index, Flags = plan.Data.Flags & ~TargetFlags.NeedsIndex };
        return (plan with { Data = data, IndexGiven = true }, null);
    }

    private static (FormatPlan, FormatError?) Node(FormatPlan plan, string key, string value)
    {
        var (nids, bad) = NidText.Normalise(value);
        if (bad is not null)
            return (plan, FormatError.Plain(plan.Tool, 1, $"Can't parse NID '{bad}'"));
        return (plan with { Data = plan.Data with { Parameters = Parameters.AppendNode(plan.Data.Parameters, key, nids!) } }, null);
    }

    private static (FormatPlan, FormatError?) Failover(FormatPlan plan, string name, string value)
    {
        var service = name == "servicenode";
        if (plan.FailoverOption is { } earlier && (earlier == "servicenode") != service)
            return (plan, FormatError.Plain(plan.Tool, 1, $"{name} cannot use with --{(service ? "failnode" : "servicenode")}"));
        (plan, var error) = Node(plan, "failover.node", value);
        if (error is not null)
            return (plan, error);
        var flags = plan.Data.Flags | TargetFlags.Update;
        flags = service ? flags | TargetFlags.NoPrimnode : flags & ~TargetFlags.NoPrimnode;
        return (plan with { FailoverOption = name, Data = plan.Data with { Flags = flags, Mmp = true } }, null);
    }
}
