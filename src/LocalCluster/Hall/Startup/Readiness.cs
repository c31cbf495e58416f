using System.Net.Http.Headers;
using k8s;
using k8s.Autorest;
using LustreSupervisor.LocalCluster.Nodes;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>Waits for the parts of a cluster to be ready, and says which one failed and why.</summary>
/// <param name="directory">State directory.</param>
/// <param name="time">Clock.</param>
internal sealed class Readiness(StateDirectory directory, TimeProvider time)
{
    /// <summary>Longest wait for one part. Starts take a second or two; a busy machine may need far more.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Time between two questions.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait for one answer of the supervisor.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the API server and returns a client of it.</summary>
    /// <param name="server">Its process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It ended, or did not answer in time.</exception>
    public async Task<Kubernetes> ForApiServerAsync(ChildProcess server, CancellationToken cancellationToken)
    {
        Kubernetes? client = null;
        await UntilAsync("The API server", "api-server", server, async () =>
        {
            client?.Dispose();
            if (!File.Exists(directory.KubeconfigFile))
                return false;
            client = Connect();
            return (await client.CoreV1.ListNodeAsync(limit: 1, cancellationToken: cancellationToken)).Items is not null;
        }, cancellationToken);
        return client!;
    }

    /// <summary>A client of the cluster, whether its API server answers or not.</summary>
    public Kubernetes Connect() => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile));

    /// <summary>Waits until the node reports Ready from the boot that is under way; an older report proves nothing.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="name">Node name.</param>
    /// <param name="node">Its process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It ended, or was not ready in time.</exception>
    public Task ForNodeAsync(IKubernetes client, string name, ChildProcess node, CancellationToken cancellationToken) =>
        UntilAsync($"Node {name}", name, node, async () =>
        {
            var reported = await client.CoreV1.ReadNodeAsync(name, cancellationToken: cancellationToken);
            return reported.Status?.NodeInfo?.BootID == NodeIdentity.Read(directory, name)?.BootId
                && reported.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
        }, cancellationToken);

    /// <summary>
    /// Waits until the supervisor's <c>/ready</c> answers 200, from a supervisor that knows this cluster's token: another cluster's may sit on
    /// the same port.
    /// </summary>
    /// <param name="port">Its management port.</param>
    /// <param name="supervisor">Its process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">It ended, or was not ready in time.</exception>
    public async Task ForSupervisorAsync(int port, ChildProcess supervisor, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = AnswerLimit };
        http.BaseAddress = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        var token = await File.ReadAllTextAsync(directory.ManagementTokenFile, cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        await UntilAsync("The supervisor", "supervisor", supervisor, async () =>
        {
            using var ready = await http.GetAsync("/ready", cancellationToken);
            using var own = await http.GetAsync("/cluster/members", cancellationToken);
            return ready.IsSuccessStatusCode && own.IsSuccessStatusCode;
        }, cancellationToken);
    }

    private async Task UntilAsync(string who, string log, ChildProcess process, Func<Task<bool>> isReady, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await HoldsAsync(isReady))
        {
            if (process.Exit.IsCompleted)
                throw new StateException($"{who} ended with {await process.Exit}: {LastLines.Of(directory.LogFile(log))}");
            if (time.GetElapsedTime(started) > Limit)
                throw new StateException($"{who} was not ready within {Limit.TotalSeconds:0} s: see {directory.LogFile(log)}.");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>A part that is not there yet refuses in many ways; only the deadline tells that it never will be.</summary>
    private static async Task<bool> HoldsAsync(Func<Task<bool>> isReady)
    {
        try
        {
            return await isReady();
        }
        catch (Exception error) when (error is HttpRequestException or HttpOperationException or IOException or TaskCanceledException { InnerException: TimeoutException })
        {
            return false;
        }
    }
}
