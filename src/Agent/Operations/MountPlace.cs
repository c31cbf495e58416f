using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Operations;

/// <summary>Where targets are mounted: one directory a label, in the pod's own mount name space.</summary>
/// <param name="root">Directory below which targets are mounted.</param>
/// <param name="tableFile">The mount table of this process's name space.</param>
internal sealed class MountPlace(string root, string tableFile)
{
    /// <summary>The kernel's own table, of the name space that the process is in.</summary>
    public const string OwnTable = "/proc/self/mounts";

    /// <summary>Directory of a target.</summary>
    public string Of(string label) => Path.Combine(root, label);

    /// <summary>Makes the directory. Null when it is there.</summary>
    public Fault? Prepare(string label)
    {
        try
        {
            Directory.CreateDirectory(Of(label));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unknown, "MountDirectory", $"{Of(label)} cannot be made: {e.Message}");
        }
    }

    /// <summary>The mount table of this process; null when it cannot be read.</summary>
    public string? Table()
    {
        try
        {
            return File.ReadAllText(tableFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True when the target's own device is mounted on its own directory.</summary>
    public bool IsMounted(string table, WantedTarget target) =>
        MountTable.MountsTarget(table, target.Source, Of(target.Label))
        || MountTable.MountsTarget(table, Final(target.Source), Of(target.Label));

    /// <summary>True when the target's device is mounted in any way.</summary>
    public static bool HasMount(string table, WantedTarget target) =>
        MountTable.Mounts(table, target.Source) || MountTable.Mounts(table, Final(target.Source))
        || MountTable.Mounts(table, target.DevicePath) || MountTable.Mounts(table, Final(target.DevicePath));

    /// <summary>True when two paths lead to one device.</summary>
    public static bool SameDevice(string left, string right) => Final(left) == Final(right);

    /// <summary>What a path leads to behind symbolic links.</summary>
    public static string Final(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
}
