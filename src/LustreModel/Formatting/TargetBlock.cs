using System.Globalization;
using System.Text;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>The block in which the tools print a target's permanent data.</summary>
internal static class TargetBlock
{
    private static readonly (TargetFlags Flag, string Word)[] Words =
    [
        (TargetFlags.Mdt, "MDT"), (TargetFlags.Ost, "OST"), (TargetFlags.Mgs, "MGS"), (TargetFlags.NeedsIndex, "needs_index"),
        (TargetFlags.Virgin, "first_time"), (TargetFlags.Update, "update"), (TargetFlags.Writeconf, "writeconf"),
        (TargetFlags.NoPrimnode, "no_primnode"), (TargetFlags.NoLocalLogs, "nolocallogs"),
    ];

    /// <param name="title"><c>Read previous values</c> or <c>Permanent disk data</c>.</param>
    /// <param name="data">What to print.</param>
    /// <param name="name">Name to print: a label, or a service name where the tool normalises it.</param>
    public static string Print(string title, TargetData data, string name)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n   {title}:\nTarget:     {name}\n");
        text.Append("Index:      ").Append(data.Index == TargetData.IndexUnassigned && !data.Flags.HasFlag(TargetFlags.NeedsIndex)
            ? "unassigned"
            : data.Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Lustre FS:  {data.FsName}\nMount type: {data.Backend}\nFlags:      0x{(int)data.Flags:x}\n");
        text.Append("              (");
        foreach (var (flag, word) in Words)
            if (data.Flags.HasFlag(flag))
                text.Append(word).Append(' ');
        text.Append(CultureInfo.InvariantCulture, $")\nPersistent mount opts: {data.MountOptions}\nParameters:");
        if (data.Parameters.Length > 0)
            text.Append(' ').Append(data.Parameters);
        if (data.Comment.Length > 0)
            text.Append("\nComment: ").Append(data.Comment);
        return text.Append("\n\n").ToString();
    }
}
