using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Agents.Certificates;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.Secrets;

/// <summary>
/// Keeps the authority and the agents' certificate in Secrets: the authority's key in the supervisor's own namespace, a leaf for agents in
/// each namespace where servers run. Secrets are created, never overwritten blindly, so that two supervisors end with one authority.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="time">Clock.</param>
public sealed class AgentSecrets(KubernetesApi api, TimeProvider time) : IDisposable
{
    /// <summary>Name of the Secret with the authority; only supervisors may read it.</summary>
    public const string AuthoritySecret = "lustre-supervisor-authority";

    /// <summary>Name of the Secret that agents' pods mount.</summary>
    public const string AgentSecret = "lustre-agent-tls";

    /// <summary>
    /// How long a Secret that was found good is not looked at again: a whole file system may start at once. Short, because a pod waits for a
    /// Secret that somebody has deleted.
    /// </summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, long> _good = new(StringComparer.Ordinal);

    /// <summary>Reads the authority, or makes and stores one.</summary>
    /// <param name="ownNamespace">Namespace of the supervisor.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterUnavailableException">The API does not answer; try again.</exception>
    /// <exception cref="ApiException">It refuses; the message names the Secret.</exception>
    /// <exception cref="InvalidDataException">The Secret holds no authority.</exception>
    public async Task<AgentAuthority> OpenAuthorityAsync(string ownNamespace, CancellationToken cancellationToken)
    {
        if (await FindAsync(ownNamespace, AuthoritySecret, cancellationToken) is { } stored)
            return Read(ownNamespace, stored);
        var made = AgentAuthority.Create(time);
        var (certificate, key) = made.ToPem();
        try
        {
            var body = Body(AuthoritySecret, ("ca.crt", certificate), ("tls.crt", certificate), ("tls.key", key));
            await api.PostAsync(Collection(ownNamespace), body, cancellationToken);
            return made;
        }
        catch (ApiException taken) when (taken.Status == HttpStatusCode.Conflict)
        {
            // Another supervisor was first: its authority is the one.
            made.Dispose();
            return Read(ownNamespace, await FindAsync(ownNamespace, AuthoritySecret, cancellationToken)
                ?? throw new ClusterUnavailableException($"Secret {ownNamespace}/{AuthoritySecret} is there and is not; try again", taken));
        }
    }

    /// <summary>Sees to it that pods of the namespace find a certificate that holds.</summary>
    /// <param name="space">Namespace of the pods.</param>
    /// <param name="authority">The authority.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="OpenAuthorityAsync" path="/exception"/>
    public async Task EnsureForAgentsAsync(string space, AgentAuthority authority, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authority);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_good.TryGetValue(space, out var seen) && time.GetElapsedTime(seen) < LookAgainAfter)
                return;
            var stored = await FindAsync(space, AgentSecret, cancellationToken);
            if (stored is not { } s || !authority.IsGoodForAgents(space, Value(s, "ca.crt"), Value(s, "tls.crt"), Value(s, "tls.key")))
                await IssueAsync(space, authority, cancellationToken);
            _good[space] = time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task IssueAsync(string space, AgentAuthority authority, CancellationToken cancellationToken)
    {
        var (certificate, key) = authority.IssueForAgents(space);
        var body = Body(AgentSecret, ("ca.crt", authority.Authority.ExportCertificatePem()), ("tls.crt", certificate), ("tls.key", key));
        await api.ApplyAsync($"{Collection(space)}/{AgentSecret}", body, cancellationToken);
    }

    private async Task<JsonElement?> FindAsync(string space, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync($"{Collection(space)}/{name}", cancellationToken);
        }
        catch (ApiException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private AgentAuthority Read(string space, JsonElement secret)
    {
        try
        {
            return AgentAuthority.FromPem(Value(secret, "tls.crt"), Value(secret, "tls.key"), time);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"Secret {space}/{AuthoritySecret} holds no authority in tls.crt and tls.key ({wrong.Message}). "
                + $"Restore it from a backup, or delete it and every {AgentSecret} to have new ones made; agents read theirs again by themselves.", wrong);
        }
    }

    private static string Value(JsonElement secret, string key) =>
        secret.Map("data").GetValueOrDefault(key) is { } text && Convert.TryFromBase64String(text, new byte[text.Length], out _)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(text))
            : "";

    private static string Collection(string space) => $"api/v1/namespaces/{space}/secrets";

    private static string Body(string name, params ReadOnlySpan<(string Key, string Value)> entries)
    {
        var data = new JsonObject();
        foreach (var (key, value) in entries)
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["type"] = "kubernetes.io/tls",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject { [ApiNames.ManagedByLabel] = ApiNames.Manager },
            },
            ["data"] = data,
        }.ToJsonString();
    }
}
