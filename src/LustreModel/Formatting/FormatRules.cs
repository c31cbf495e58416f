using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>What must hold of a plan as a whole, in the tools' own order.</summary>
internal static class FormatRules
{
    private const string OstMountOptions = ",errors=remount-ro";
    private const string MetadataMountOptions = "user_xattr,errors=remount-ro";

    public static (FormatPlan Plan, FormatError? Error) Check(FormatPlan plan, bool tunefs)
    {
        (plan, var error) = Names(plan);
        if (error is null)
            (plan, error) = Roles(plan, tunefs);
        if (error is null)
            error = Required(plan, tunefs);
        return error is null ? MountOptions(plan) : (plan, error);
    }

    private static (FormatPlan, FormatError?) Names(FormatPlan plan)
    {
        var open = (plan.Data.Flags & (TargetFlags.Virgin | TargetFlags.Writeconf)) != 0;
        if (plan.NewFsName is not null && !open && !plan.Reformat)
            return (plan, FormatError.Plain(plan.Tool, 1, "cannot change the name of a registered target"));
        if (plan.NewFsName is not null)
            plan = plan with { Data = plan.Data with { FsName = plan.NewFsName } };
        if (plan.IndexGiven && !open)
            return (plan, FormatError.Plain(plan.Tool, 1, "cannot change the index of a registered target"));
        if (plan.Replace)
            plan = plan with { Data = plan.Data with { Flags = plan.Data.Flags & ~TargetFlags.Virgin } };
        return plan.Device.Length == 0
            ? (plan, FormatError.Fatal(plan.Tool, Errno.Invalid, "Not enough arguments - device name or pool/dataset name not specified."))
            : (plan, null);
    }

    private static (FormatPlan, FormatError?) Roles(FormatPlan plan, bool tunefs)
    {
        var data = plan.Data;
        if (!data.IsMgs && !data.IsMdt && !data.IsOst)
            return (plan, FormatError.Fatal(plan.Tool, Errno.Invalid, "must set target type: MDT,OST,MGS"));
        if (data.IsOst && (data.IsMdt || data.IsMgs))
            return (plan, FormatError.Fatal(plan.Tool, Errno.Invalid, "OST type is exclusive with MDT,MGS"));
        if (data.IsMgs && !data.IsMdt)
        {
            // The real tool exits 0 here although it formats nothing.
            if (!tunefs && plan.IndexGiven)
                return (plan, new FormatError(0, $"{plan.Tool}: '--index' only valid for MDT,OST\n{FormatUsage.Text(plan.Tool)}"));
            data = data with { Flags = data.Flags & ~TargetFlags.NeedsIndex };
        }
        if (data.Flags.HasFlag(TargetFlags.NeedsIndex))
            plan = plan with
            {
                Warnings = $"warning: {plan.Device}: for Lustre 2.4 and later, the target index must be specified with --index\n",
            };
        if (data.IsMdt && data.Index == TargetData.IndexUnassigned)
            data = data with { Index = 0, Flags = data.Flags & ~TargetFlags.NeedsIndex };
        return (plan with { Data = data }, null);
    }

    private static FormatError? Required(FormatPlan plan, bool tunefs)
    {
        var data = plan.Data;
        if (!data.IsMgs && !data.MgsNodes.Any() && !(tunefs && (plan.DryRun || plan.EraseAll)))
            return FormatError.Fatal(plan.Tool, Errno.Invalid, data.IsMdt ? "Must specify --mgs or --mgsnode" : "Must specify --mgsnode");
        if ((data.IsMdt || data.IsOst) && data.FsName.Length == 0)
            return FormatError.Fatal(plan.Tool, Errno.Invalid, "Must specify --fsname for MDT/OST device");
        return null;
    }

    private static (FormatPlan, FormatError?) MountOptions(FormatPlan plan)
    {
        // ZFS has no mount options to keep, and its own protection in place of ext4's.
        if (plan.IsZfs)
            return (plan with { Data = plan.Data with { MountOptions = plan.MountFsOptions ?? plan.Data.MountOptions, Mmp = false } }, null);
        var defaults = plan.Data.IsOst ? OstMountOptions : MetadataMountOptions;
        var options = plan.MountFsOptions ?? (plan.Data.MountOptions.Length > 0 ? plan.Data.MountOptions : defaults);
        if (!plan.Data.IsOst && !options.Split(',').Contains("user_xattr"))
            return (plan, FormatError.Fatal(plan.Tool, Errno.Invalid, "mandatory mount option 'user_xattr' is missing"));
        return (plan with { Data = plan.Data with { MountOptions = options } }, null);
    }
}
