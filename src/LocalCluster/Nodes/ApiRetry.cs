using System.Net;
using k8s.Autorest;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes;

/// <summary>Calls that are repeated until the API server takes them: a node outlives its API server.</summary>
/// <param name="log">The node's log.</param>
/// <param name="time">Clock.</param>
internal sealed class ApiRetry(ILogger log, TimeProvider time)
{
    /// <summary>First pause; a restarting API server on the same machine is back in a moment.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause, so that a node is seen soon after its API server is back.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for one answer. A hung connection must not hold back what the node has to say.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>True for failures that another try can mend.</summary>
    /// <param name="error">The failure.</param>
    public static bool IsTransient(Exception error) => error switch
    {
        HttpOperationException refused => refused.Response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Runs the call until it succeeds, fails for good, or is cancelled.</summary>
    /// <param name="what">What it does, for the log.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="alsoRetry">Further refusals that time will mend.</param>
    public async Task RunAsync(
        string what, Func<CancellationToken, Task> call, CancellationToken cancellationToken, Func<HttpStatusCode, bool>? alsoRetry = null)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerLimit);
            try
            {
                await call(limit.Token);
                return;
            }
            catch (Exception error) when (
                !cancellationToken.IsCancellationRequested
                && (IsTransient(error) || (error is HttpOperationException refused && alsoRetry?.Invoke(refused.Response.StatusCode) == true)))
            {
                NodeLog.TriedAgain(log, what, error.Message);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
