using System.Text.Json.Nodes;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.Accounts;

/// <summary>
/// Sees to it that agents have an account of their own in each namespace where servers run, and that it may do what an agent does with the
/// API, take Leases, and nothing else. What that is says the ClusterRole <c>lustre-agent</c>, which is installed with the supervisor.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="time">Clock.</param>
public sealed class AgentAccounts(KubernetesApi api, TimeProvider time) : IDisposable
{
    /// <summary>Name of the ServiceAccount, of the RoleBinding and of the ClusterRole that is bound.</summary>
    public const string Name = "lustre-agent";

    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>How long a namespace that was seen to is not looked at again: a whole file system may start at once.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, long> _good = new(StringComparer.Ordinal);

    /// <summary>Makes the account and its binding, or mends them.</summary>
    /// <param name="space">Namespace of the pods.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterUnavailableException">The API does not answer; try again.</exception>
    /// <exception cref="ApiException">It refuses; the message names the object.</exception>
    public async Task EnsureAsync(string space, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_good.TryGetValue(space, out var seen) && time.GetElapsedTime(seen) < LookAgainAfter)
                return;
            await api.ApplyAsync($"api/v1/namespaces/{space}/serviceaccounts/{Name}", Account().ToJsonString(), cancellationToken);
            await api.ApplyAsync($"apis/{RbacGroup}/v1/namespaces/{space}/rolebindings/{Name}", Binding(space).ToJsonString(), cancellationToken);
            _good[space] = time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static JsonObject Account() => Body("v1", "ServiceAccount");

    private static JsonObject Binding(string space)
    {
        var body = Body($"{RbacGroup}/v1", "RoleBinding");
        body["roleRef"] = new JsonObject { ["apiGroup"] = RbacGroup, ["kind"] = "ClusterRole", ["name"] = Name };
        body["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = Name, ["namespace"] = space });
        return body;
    }

    private static JsonObject Body(string version, string kind) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = Name, ["labels"] = new JsonObject { [ApiNames.ManagedByLabel] = ApiNames.Manager } },
    };
}
