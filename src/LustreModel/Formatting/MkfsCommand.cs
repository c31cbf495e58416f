using System.Globalization;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>What <c>mkfs.lustre</c> prints of its call of <c>mke2fs</c>.</summary>
internal static class MkfsCommand
{
    public static string Text(FormatPlan plan, TargetData data, long sizeBytes)
    {
        var kilobytes = sizeBytes / 1024;
        var options = Options(plan, data);
        return string.Create(CultureInfo.InvariantCulture,
            $"formatting backing filesystem ldiskfs on {plan.Device}\n\ttarget name   {data.Label}\n\tkilobytes     {kilobytes}\n"
            + $"\toptions        {options}\nmkfs_cmd = mke2fs -j -b 4096 -L {data.Label} {options} {plan.Device} {kilobytes}k\n");
    }

    // Options by role as 2.17 passes them.
    private static string Options(FormatPlan plan, TargetData data)
    {
        var inodes = data switch { { IsMdt: true } => "-I 1024 -i 2560 ", { IsOst: true } => "-I 512 ", _ => "" };
        var features = (data.IsMdt ? "dirdata," : "") + "uninit_bg,extents," + (data.Mmp ? "mmp," : "")
            + "dir_nlink,quota,project,huge_file,large_dir," + (data.IsMdt ? "ea_inode," : "") + "^fast_commit,flex_bg";
        var given = plan.MkfsOptions.Length > 0 ? plan.MkfsOptions + " " : "";
        return $"{given}{inodes}-q -O {features} {(data.IsOst ? "-G 256 " : "")}"
            + "-E lazy_journal_init,lazy_itable_init=\"0\",packed_meta_blocks -F";
    }
}
