namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>Environment variables by which the processes of a laptop cluster are found; every child inherits them.</summary>
public static class HallMarkers
{
    /// <summary>Random id of one run of the hall: on every process that it started, directly or not.</summary>
    public const string Run = "LUSTRE_HALL_RUN";

    /// <summary>Random id of one power-on of one machine: on its node process and on everything that runs on that node.</summary>
    public const string PowerOn = "LUSTRE_MACHINE_POWER_ON";

    /// <summary>Name of the node that a pod's process runs on.</summary>
    public const string Node = "LUSTRE_NODE";

    /// <summary><c>namespace/name</c> of the pod that a process belongs to.</summary>
    public const string Pod = "LUSTRE_POD";

    /// <summary>UID of the pod that a process belongs to (downward API name of ARCHITECTURE.md).</summary>
    public const string PodUid = "POD_UID";

    /// <summary>A fresh random id.</summary>
    public static string NewId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
