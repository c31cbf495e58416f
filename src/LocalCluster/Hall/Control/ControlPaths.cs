namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>Paths on the control socket.</summary>
internal static class ControlPaths
{
    /// <summary>GET: status.</summary>
    public const string Status = "/v1/status";

    /// <summary>POST: start a supervisor.</summary>
    public const string StartSupervisor = "/v1/supervisor/start";

    /// <summary>POST: kill one process.</summary>
    public const string Kill = "/v1/kill";

    /// <summary>POST: stop everything.</summary>
    public const string Stop = "/v1/stop";

    /// <summary>POST: break or heal something; GET: what is broken.</summary>
    public const string Faults = "/v1/faults";

    /// <summary>POST: power a machine on.</summary>
    /// <param name="node">Its node.</param>
    public static string StartNode(string node) => $"/v1/nodes/{node}/start";
}
