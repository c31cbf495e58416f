using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems.Validation;

/// <summary>Rules of <c>spec.healing</c>.</summary>
internal static class HealingRules
{
    private const string Path = "spec.healing";

    /// <summary>A day, in seconds.</summary>
    private const int Day = 86400;

    /// <summary>An hour, in seconds.</summary>
    private const int Hour = 3600;

    /// <summary>Shortest mount deadline, in seconds: multi-mount protection of a crashed target takes up to 45 s.</summary>
    private const int MountMin = 60;

    private static readonly string[] Agents = ["bmc", "exec", "scsiReservation", "nvmeReservation", "manual"];

    public static void Check(HealingSpec healing, SpecFaults faults)
    {
        var restarts = healing.Restarts;
        faults.Range($"{Path}.restarts.maxInWindow", restarts.MaxInWindow, 1, 1000);
        faults.Range($"{Path}.restarts.windowSeconds", restarts.WindowSeconds, 1, Day);
        faults.Range($"{Path}.restarts.backoffMinSeconds", restarts.BackoffMinSeconds, 1, Hour);
        faults.Range($"{Path}.restarts.backoffMaxSeconds", restarts.BackoffMaxSeconds, 1, Hour);
        faults.Range($"{Path}.restarts.resetAfterSeconds", restarts.ResetAfterSeconds, 1, Day);
        faults.Require(
            restarts.BackoffMinSeconds <= restarts.BackoffMaxSeconds,
            $"{Path}.restarts.backoffMinSeconds",
            $"{restarts.BackoffMinSeconds} exceeds backoffMaxSeconds, {restarts.BackoffMaxSeconds}");
        faults.Range($"{Path}.nodeLostAfterSeconds", healing.NodeLostAfterSeconds, 2, Hour);
        faults.Range($"{Path}.maxNodesAtOnce", healing.MaxNodesAtOnce, 1, 1000);
        faults.Range($"{Path}.selfFence.grantSeconds", healing.SelfFenceGrantSeconds, 5, 600);
        faults.Range($"{Path}.mountTimeoutSeconds", healing.MountTimeoutSeconds, MountMin, Hour);
        faults.Range($"{Path}.unmountTimeoutSeconds", healing.UnmountTimeoutSeconds, 10, Hour);
        Fencing(healing, faults);
        for (var index = 0; index < healing.FailbackWindows.Length; index++)
            if (MaintenanceWindows.Complaint(healing.FailbackWindows[index]) is { } complaint)
                faults.Require(false, $"{Path}.failback.windows[{index}]", complaint);
        OnFault(healing, faults);
    }

    private static void OnFault(HealingSpec healing, SpecFaults faults)
    {
        for (var index = 0; index < healing.OnFault.Length; index++)
        {
            var (fault, response) = healing.OnFault[index];
            var choices = CrashPolicy.ChoicesFor(fault);
            faults.Require(
                choices.Contains(response),
                $"{Path}.onFault[{index}].response",
                $"{response} is no safe answer to {fault}; use {string.Join(", ", choices)}");
        }
    }

    private static void Fencing(HealingSpec healing, SpecFaults faults)
    {
        faults.Require(!healing.Fencing.IsEmpty, $"{Path}.fencing", "names no fence agent; name manual if a person is the agent");
        for (var index = 0; index < healing.Fencing.Length; index++)
        {
            var agent = healing.Fencing[index];
            var path = $"{Path}.fencing[{index}].agent";
            faults.Require(Agents.Contains(agent), path, $"\"{agent}\" is no fence agent; use {string.Join(", ", Agents)}");
            faults.Require(healing.Fencing.IndexOf(agent) == index, path, $"\"{agent}\" is named twice");
        }
    }
}
