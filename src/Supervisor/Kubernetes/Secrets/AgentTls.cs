using LustreSupervisor.Supervisor.Agents.Certificates;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.Secrets;

/// <summary>Mutual TLS between this supervisor and its agents: the authority, and the certificates that pods find.</summary>
/// <param name="secrets">Where certificates are kept.</param>
/// <param name="authority">The authority.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class AgentTls(AgentSecrets secrets, AgentAuthority authority, TimeProvider time, ILogger<AgentTls> logger) : IDisposable
{
    /// <summary>How often certificates are looked at: a hundred times in the month before their end.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(6);

    private readonly ILogger _logger = logger;

    /// <summary>Below which supervisor and agents trust each other.</summary>
    public AgentAuthority Authority => authority;

    /// <summary>Opens the authority that is kept in the supervisor's namespace.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="ownNamespace">Namespace of the supervisor.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="AgentSecrets.OpenAuthorityAsync" path="/exception"/>
    public static async Task<AgentTls> OpenAsync(
        KubernetesApi api, string ownNamespace, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var secrets = new AgentSecrets(api, time);
        var authority = await secrets.OpenAuthorityAsync(ownNamespace, cancellationToken);
        return new AgentTls(secrets, authority, time, loggers.CreateLogger<AgentTls>());
    }

    /// <summary>Sees to it that pods of the namespace find a certificate that holds.</summary>
    /// <param name="space">Namespace.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="AgentSecrets.OpenAuthorityAsync" path="/exception"/>
    public Task EnsureAsync(string space, CancellationToken cancellationToken) =>
        secrets.EnsureForAgentsAsync(space, authority, cancellationToken);

    /// <summary>Renews certificates for as long as servers run, pods of which may be older than any certificate.</summary>
    /// <param name="namespaces">Where servers run now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepAsync(Func<IReadOnlyCollection<string>> namespaces, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var space in namespaces())
            {
                try
                {
                    await EnsureAsync(space, cancellationToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Whatever it was, the next look follows: a loop that ended would silence every agent when the certificates end.
                    NotRenewed(e, space);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        secrets.Dispose();
        authority.Dispose();
    }

    [LoggerMessage(3020, LogLevel.Error, "The agents' certificate in namespace {Space} could not be looked at; it is tried again")]
    private partial void NotRenewed(Exception reason, string space);
}
