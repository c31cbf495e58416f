namespace LustreSupervisor.Supervisor.Management;

/// <summary>Limits of the management endpoint: it must never cost the supervisor its servers.</summary>
public static class ManagementLimits
{
    /// <summary>Time that a health check has, as in Akka Management: orchestrators give up after one second by default.</summary>
    public static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(1);

    /// <summary>Time that an answer has: people and scripts wait, but not for ever.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>Time that a client has to send its request's headers; slower ones hold connections hostage.</summary>
    public static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(5);

    /// <summary>Idle time after which a connection is closed.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    /// <summary>Connections at once: monitoring, a dashboard or two, people.</summary>
    public const int ConnectionsMax = 100;

    /// <summary>Largest request body, in bytes. Today's routes take none; the smallest limit that refuses politely.</summary>
    public const int BodyBytesMax = 64 * 1024;

    /// <summary>Largest request headers in total, in bytes.</summary>
    public const int HeaderBytesMax = 16 * 1024;

    /// <summary>Longest request line, in bytes.</summary>
    public const int RequestLineBytesMax = 4 * 1024;
}
