using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>What a format came to, told by the device and not by the exit code: mkfs.lustre exits 0 also where it did nothing.</summary>
public static class FormatFailure
{
    private const int ExitModulesMissing = 19;

    private const int ExitMounted = 17;

    /// <summary>Names the fault of a format after which the device does not hold the wanted target.</summary>
    /// <param name="exit">Exit code of mkfs.lustre.</param>
    /// <param name="said">Its last words.</param>
    /// <param name="after">What the gate says about the device now.</param>
    public static Fault Classify(int exit, string said, FormatVerdict after) => after switch
    {
        FormatVerdict.Format when exit == ExitModulesMissing =>
            new Fault(FaultKind.Node, "ModulesMissing", $"mkfs.lustre: exit {exit}, the device is still blank: {said}"),
        FormatVerdict.Format when exit == ExitMounted =>
            new Fault(FaultKind.Target, "DeviceHeld", $"mkfs.lustre: exit {exit}, the device is still blank: {said}"),
        FormatVerdict.Format =>
            new Fault(FaultKind.Unknown, "FormatFailed", $"mkfs.lustre: exit {exit}, the device is still blank: {said}"),
        FormatVerdict.Refuse refused =>
            new Fault(FaultKind.Target, refused.Fault.Reason, $"mkfs.lustre: exit {exit}: {said}; read back: {refused.Fault.Message}"),
        _ => throw new ArgumentException("the device holds the wanted target: the format succeeded", nameof(after)),
    };
}
