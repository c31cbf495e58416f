using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>One line of <c>lctl dl</c> (obd_sysfs.c: <c>%3d %s %s %s %s %d</c>).</summary>
/// <param name="Number">Device number.</param>
/// <param name="Status"><c>UP</c>, <c>ST</c> stopping, <c>IN</c> inactive, <c>AT</c> attached, <c>--</c>.</param>
/// <param name="Type">Type, such as <c>obdfilter</c>.</param>
/// <param name="Name">Name, such as <c>scratch-OST0000</c>.</param>
public sealed record ObdDevice(int Number, string Status, string Type, string Name);

/// <summary>The kernel's Lustre devices. They belong to the kernel, not to a pod or a mount name space.</summary>
public sealed record DeviceList(ImmutableArray<ObdDevice> Devices)
{
    private const string Tool = "lctl dl";

    private static readonly string[] TargetTypes = ["mgs", "mdt", "obdfilter"];

    private static readonly string[] Statuses = ["UP", "ST", "IN", "AT", "--"];

    /// <summary>The target runs: its device is there and UP.</summary>
    public bool IsUp(string label) => Devices.Any(d => d.Name == label && d.Status == "UP" && TargetTypes.Contains(d.Type));

    /// <summary>Something of the target is still in this kernel: its device in any state, or its hold on the disk.</summary>
    public bool Holds(string label) => Devices.Any(d =>
        (d.Name == label && TargetTypes.Contains(d.Type))
        || (d.Name == label + "-osd" && d.Type.StartsWith("osd-", StringComparison.Ordinal)));

    /// <summary>Reads the output of a run that exited 0. No lines: no devices.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is not of the known form.</exception>
    public static DeviceList Parse(string text)
    {
        var devices = ImmutableArray.CreateBuilder<ObdDevice>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0)
                devices.Add(Device(lines[i], i + 1));
        }
        return new DeviceList(devices.ToImmutable());
    }

    private static ObdDevice Device(string line, int number)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length != 6
            || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(words[5], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            || !Statuses.Contains(words[1]))
            throw new UnrecognizedOutputException(Tool, number, line);
        return new ObdDevice(index, words[1], words[2], words[3]);
    }
}
