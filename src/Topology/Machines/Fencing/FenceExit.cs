namespace LustreSupervisor.Topology.Machines.Fencing;

/// <summary>What a fence script's exit codes mean.</summary>
public static class FenceExit
{
    /// <summary>Done; for <c>status</c>: the machine is on.</summary>
    public const int Success = 0;

    /// <summary><c>status</c>: the fence device answers, and the machine is off. The same number means wrong arguments to other actions.</summary>
    public const int StatusOff = 2;

    /// <summary>True when <c>off</c> claims success. Not yet a confirmation: <see cref="ConfirmsOff"/> of a <c>status</c> afterwards is.</summary>
    public static bool ClaimsOff(int exit) => exit == Success;

    /// <summary>True when <c>status</c> says that the machine is off. Everything else, silence included, says nothing.</summary>
    public static bool ConfirmsOff(int exit) => exit == StatusOff;

    /// <summary>
    /// True when <c>monitor</c> says that the fence device can be reached. Where one device has one plug, it may answer with that plug's
    /// state (FenceAgentAPI.md).
    /// </summary>
    public static bool IsReachable(int exit) => exit is Success or StatusOff;

    /// <summary>An exit code in words. Numbers above 1 are those of the fence-agents library (<c>lib/fencing.py.py</c>, EC_*).</summary>
    /// <param name="action">What the script was told.</param>
    /// <param name="exit">Its exit code.</param>
    public static string Describe(FenceAction action, int exit) => (action, exit) switch
    {
        (FenceAction.Status, Success) => "exit 0: the machine is on",
        (FenceAction.Status, StatusOff) => "exit 2: the machine is off",
        (FenceAction.Monitor, StatusOff) => "exit 2: the fence device answers, its plug is off",
        (_, Success) => "exit 0: success",
        (_, 1) => "exit 1: failed, or the fence device could not be asked",
        (_, 2) => "exit 2: wrong or missing options",
        (_, 3) => "exit 3: login denied",
        (_, 4) => "exit 4: connection lost",
        (_, 5) => "exit 5: timed out",
        (_, 6) => "exit 6: timed out waiting for power on",
        (_, 7) => "exit 7: timed out waiting for power off",
        (_, 8 or 9) => $"exit {exit}: no status of that plug",
        (_, 10) => "exit 10: a password is missing",
        (_, 11) => "exit 11: the account may not do that",
        (_, 12) => "exit 12: no such virtual machine",
        (_, 126) => "exit 126: not executable",
        (_, 127) => "exit 127: the script's interpreter was not found",
        (_, > 128 and < 192) => $"exit {exit}: ended by signal {exit - 128}",
        _ => $"exit {exit}",
    };
}
