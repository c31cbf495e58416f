using System.Security.Cryptography;
using System.Text.Json;
using LustreSupervisor.Agent.Kubernetes;

namespace LustreSupervisor.Agent.Node;

/// <summary>
/// Keeps the node's <c>LustreNode</c> and the agent in step: what the supervisor wants comes in, what is in force goes out. The API server
/// may be away for as long as it likes: nothing that is in force ends by that.
/// </summary>
internal sealed class NodeReporter(LustreNodeClient client, SelfFenceKeeper keeper, TimeProvider time, ILogger<NodeReporter> logger)
{
    /// <summary>Between two looks while nothing is to be told: one small read a node.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks while something is to be told, or was refused.</summary>
    private static readonly TimeSpan LookSoon = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="endpoint">Where the agent listens, as it reports it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(string endpoint, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var isTold = await LookAsync(endpoint, cancellationToken);
            await Task.Delay(isTold ? LookEvery : LookSoon, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads, takes over what is wanted, and tells what is in force.</summary>
    /// <returns>True when the API server says exactly what is in force.</returns>
    public async Task<bool> LookAsync(string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var now = await client.GetAsync(cancellationToken);
            keeper.Want(now.Spec?.SelfFence);
            var told = keeper.BeginTelling(now.Status?.SelfFence);
            if (told is null && now.Status?.AgentEndpoint == endpoint)
                return !keeper.IsChanging;
            var status = new LustreNodeStatus { AgentEndpoint = endpoint, SelfFence = told?.Document };
            if (!await client.TellAsync(now.Metadata.ResourceVersion, status, cancellationToken))
                return false;
            if (told is not null)
                keeper.Told(told);
            return !keeper.IsChanging;
        }
        catch (Exception e) when (e is ApiCallException or HttpRequestException or JsonException or IOException or UnauthorizedAccessException
            or CryptographicException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            NodeAgentLog.NotReported(logger, e.Message);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
