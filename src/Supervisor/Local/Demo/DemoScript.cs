using LustreSupervisor.Supervisor.Local.Demo.Steps;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>The steps of the demo, in order. Labels are those of <c>deploy/samples/scratch.yaml</c>.</summary>
internal static class DemoScript
{
    /// <summary>The steps.</summary>
    public static IReadOnlyList<IDemoStep> Steps { get; } =
    [
        new ReadyStep(),
        new KillStep("kill-server", "one OST's process is killed", "scratch-OST0000"),
        new KillStep("kill-three", "three servers are killed at once, the MGS among them", "MGS", "scratch-MDT0000", "scratch-OST0001"),
        new CrashLoopStep("scratch-OST0002"),
        new KillNodeStep("scratch-OST0003"),
        new KillSupervisorStep(),
        new ReplayStep(),
    ];
}
