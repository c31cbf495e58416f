using System.Net.Http.Headers;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Management;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>Reads the supervisor's own view from its management endpoint.</summary>
internal sealed class ManagementReader : IDisposable
{
    /// <summary>Longest wait for one answer.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;

    /// <summary>A reader of the endpoint on that port.</summary>
    /// <param name="port">Loopback port.</param>
    /// <param name="directory">State directory, which holds the token.</param>
    public ManagementReader(int port, StateDirectory directory)
    {
        http = new HttpClient { BaseAddress = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri, Timeout = AnswerLimit };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", File.ReadAllText(directory.ManagementTokenFile).Trim());
    }

    /// <summary>True when the supervisor says that it is ready; false too when nobody answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Targets as the supervisor's actors hold them.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The endpoint does not answer.</exception>
    public async Task<IReadOnlyList<TargetSummary>> TargetsAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync(
            new Uri("/v1/targets", UriKind.Relative), ManagementJson.Default.TargetsAnswer, cancellationToken))?.Items ?? [];

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
