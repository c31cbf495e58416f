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

    /// <summary>POST: start the API server.</summary>
    public const string StartApiServer = "/v1/api-server/start";

    /// <summary>POST: put a snapshot in the place of the API server's store.</summary>
    public const string RestoreSnapshot = "/v1/api-server/restore";

    /// <summary>POST: put up a machine.</summary>
    public const string Nodes = "/v1/nodes";

    /// <summary>POST: boot a machine anew.</summary>
    /// <param name="node">Its node.</param>
    public static string RebootNode(string node) => $"{Nodes}/{node}/reboot";

    /// <summary>POST: cut a node off.</summary>
    /// <param name="node">Its node.</param>
    public static string IsolateNode(string node) => $"{Nodes}/{node}/isolate";

    /// <summary>POST: join a node again.</summary>
    /// <param name="node">Its node.</param>
    public static string RejoinNode(string node) => $"{Nodes}/{node}/rejoin";

    /// <summary>POST: take a machine away.</summary>
    /// <param name="node">Its node.</param>
    public static string RemoveNode(string node) => $"{Nodes}/{node}/remove";
}
