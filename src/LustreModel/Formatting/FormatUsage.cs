namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>Usage text: enough to see what was meant, shorter than the real tool's.</summary>
internal static class FormatUsage
{
    public static string Text(string tool) => $"usage: {tool} <target type> [--backfstype=zfs|ldiskfs] [--fsname=NAME] [--index=N] "
        + $"[--mgsnode=NID] [--servicenode=NID] [options] <device>\n";
}
