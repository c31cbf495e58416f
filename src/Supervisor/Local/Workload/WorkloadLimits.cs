namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>How long a workload waits for what must happen, and how often it looks.</summary>
internal static class WorkloadLimits
{
    /// <summary>Longest run: a day. The devices of a laptop cluster are full long before.</summary>
    public const int SecondsMax = 24 * 60 * 60;

    /// <summary>Most client processes: each is a program of its own.</summary>
    public const int ClientsMax = 32;

    /// <summary>Share of the OSTs' room that a run may fill: it must not end on a full device by itself.</summary>
    public const double SpaceShare = 0.4;

    /// <summary>Longest wait for one thing: failover with a fence takes some 15 s, a busy machine may be far slower.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Longest verification: everything is read once more.</summary>
    public static readonly TimeSpan VerificationMax = TimeSpan.FromMinutes(10);

    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Least and most time of undisturbed work before a fault.</summary>
    public static readonly (double Least, double Most) CalmSeconds = (0.5, 3);

    /// <summary>Time between two lines of progress.</summary>
    public static readonly TimeSpan Progress = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks at the devices during a long run: their rings hold the stamps of two hours.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(30);
}
