namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>What the demo is set up with, and how long it waits. All of it is told at its start.</summary>
internal static class DemoLimits
{
    /// <summary>Nodes.</summary>
    public const int Nodes = 4;

    /// <summary>Servers of <c>deploy/samples/scratch.yaml</c>: 1 MGS, 1 MDT, 4 OSTs.</summary>
    public const int Servers = 6;

    /// <summary>Lustre's own delays (MMP 22 s and 45 s, registration retries) are shortened to this.</summary>
    public const double DelayFactor = 0.1;

    /// <summary>Silence after which the sample counts a node as lost (its <c>spec.healing.nodeLostAfterSeconds</c>).</summary>
    public const int NodeLostSeconds = 5;

    /// <summary>Kills of one server in a row.</summary>
    public const int CrashLoopKills = 4;

    /// <summary>What a StatefulSet takes to bring a pod back after its fourth crash in a row (measured on a real cluster).</summary>
    public const int StatefulSetSeconds = 42;

    /// <summary>Longest wait for one thing. The whole demo takes under two minutes; a busy machine may be far slower.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>How long servers are watched after the supervisor came back, to see that it leaves them alone.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
}
