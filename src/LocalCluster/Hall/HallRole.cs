namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>What a process of the laptop cluster is.</summary>
public enum HallRole
{
    /// <summary>The machine room itself.</summary>
    Hall,

    /// <summary>The embedded API server.</summary>
    ApiServer,

    /// <summary>A node: kubelet and simulated kernel.</summary>
    Node,

    /// <summary>The product itself, <c>supervisor run</c>.</summary>
    Supervisor,

    /// <summary>The main process of a pod.</summary>
    Pod,
}
