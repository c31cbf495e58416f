using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Rules of <c>spec.scaling</c> and <c>spec.upgrade</c>.</summary>
internal static class PolicyRules
{
    /// <summary>Thirty days, in seconds.</summary>
    private const int Month = 30 * 86400;

    /// <summary>Most maintenance windows.</summary>
    private const int WindowsMax = 32;

    /// <summary>Longest window, in characters.</summary>
    private const int WindowLengthMax = 128;

    private static readonly string[] Modes = ["Off", "Propose", "Automatic"];

    public static void Check(FilesystemSpec spec, SpecFaults faults)
    {
        var scaling = spec.Scaling;
        faults.Require(
            Modes.Contains(scaling.Mode), "spec.scaling.mode", $"\"{scaling.Mode}\" is no mode; use {string.Join(", ", Modes)}");
        faults.Range("spec.scaling.minOsts", scaling.MinOsts, 1, TargetId.IndexLimit);
        faults.Range("spec.scaling.maxOsts", scaling.MaxOsts, 1, TargetId.IndexLimit);
        faults.Require(
            scaling.MinOsts <= scaling.MaxOsts, "spec.scaling.minOsts", $"{scaling.MinOsts} exceeds maxOsts, {scaling.MaxOsts}");
        faults.Range("spec.scaling.scaleUpAbovePercent", scaling.ScaleUpAbovePercent, 1, 99);
        faults.Range("spec.scaling.headroomPercent", scaling.HeadroomPercent, 0, 99);
        faults.Range("spec.scaling.cooldownSeconds", scaling.CooldownSeconds, 0, Month);
        faults.Range(
            "spec.upgrade.maxUnavailablePerFailureDomain", spec.Upgrade.MaxUnavailablePerFailureDomain, 1, 1000);
        faults.Require(
            spec.Upgrade.Windows.Length <= WindowsMax && spec.Upgrade.Windows.All(window => window.Length is > 0 and <= WindowLengthMax),
            "spec.upgrade.windows",
            $"must be at most {WindowsMax} windows of 1 to {WindowLengthMax} characters");
    }
}
