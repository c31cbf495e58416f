namespace LustreSupervisor.Supervisor.Kubernetes;

/// <summary>What is the same in every server's pod.</summary>
public sealed record PodOptions
{
    /// <summary>Directory on every node in which agents' sockets live; mounted at the same path in the pod.</summary>
    public string AgentSocketDirectory { get; init; } = "/run/lustre-supervisor";

    /// <summary>
    /// Whether agents listen on TCP with mutual TLS, as they must where supervisor and servers are on different machines; else on a UNIX
    /// socket in <see cref="AgentSocketDirectory"/>.
    /// </summary>
    public bool AgentsOverTcp { get; init; }

    /// <summary>
    /// Priority class, empty for none. <c>system-node-critical</c> suits servers where a quota admits it to their namespace; without a
    /// high class another pod can pre-empt a server.
    /// </summary>
    public string PriorityClassName { get; init; } = "";

    /// <summary>Service account whose token the agent takes its Lease with; empty for the namespace's default.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>CPU of the agent; Lustre's own threads are the kernel's and not counted here.</summary>
    public string Cpu { get; init; } = "100m";

    /// <summary>Memory of the agent and the tools it runs; mkfs and e2fsck need the most.</summary>
    public string Memory { get; init; } = "256Mi";
}
