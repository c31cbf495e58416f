namespace LustreSupervisor.Supervisor.Agents.Certificates;

/// <summary>Names in the certificates of supervisor and agents, and how long these hold.</summary>
public static class CertificateNames
{
    /// <summary>Common name of the supervisor, which an agent demands of its caller.</summary>
    public const string Supervisor = "lustre-supervisor";

    /// <summary>
    /// DNS name of the agents in a namespace, which the supervisor demands of whom it dials: addresses of pods change, the name does not. Who
    /// can read the Secret of one namespace cannot answer for the servers of another.
    /// </summary>
    /// <param name="space">Namespace.</param>
    public static string AgentIn(string space) => $"lustre-agent.{space}";

    /// <summary>DNS name of node agents, which dial each other and are dialled by the supervisor.</summary>
    public const string NodeAgent = "lustre-node-agent";

    /// <summary>Common name of the authority.</summary>
    public const string Authority = "lustre-supervisor agents";

    /// <summary>Life of the authority: a change of it ends every session, so it outlives the hardware.</summary>
    public static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);

    /// <summary>Life of the other certificates; short, because they are renewed without anybody noticing.</summary>
    public static readonly TimeSpan LeafLife = TimeSpan.FromDays(90);

    /// <summary>What a leaf must still have left, or it is replaced: a third of its life, so that an outage of weeks does no harm.</summary>
    public static readonly TimeSpan RenewBelow = LeafLife / 3;

    /// <summary>How far certificates are dated back: clocks of nodes differ.</summary>
    public static readonly TimeSpan Backdated = TimeSpan.FromHours(1);
}
