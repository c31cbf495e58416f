using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Management.Commands;
using LustreSupervisor.Topology.Explain;

namespace LustreSupervisor.Supervisor.Management.Client;

/// <summary>Asks a supervisor's management endpoint, and gives it orders.</summary>
internal sealed class ManagementClient : IDisposable
{
    /// <summary>Longest wait for an answer: an order is answered when it is journaled, which takes milliseconds.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);

    private readonly HttpClient http;

    /// <param name="address">The endpoint.</param>
    /// <param name="tokenFile">File with its bearer token.</param>
    /// <exception cref="UserErrorException">The token cannot be read.</exception>
    public ManagementClient(Uri address, string tokenFile)
    {
        http = new HttpClient { BaseAddress = address, Timeout = AnswerLimit };
        try
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(tokenFile).Trim());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the token of the management endpoint cannot be read: {error.Message}", "name its file by --management-token-file", error);
        }
    }

    /// <summary>The endpoint of the supervisor of a laptop cluster.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="directory">The cluster's directory, which holds the token.</param>
    public static ManagementClient OfLaptop(int port, StateDirectory directory) =>
        new(new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri, directory.ManagementTokenFile);

    /// <summary>Whether the supervisor says that it is ready; false also when nothing answers.</summary>
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

    /// <summary>The servers as the supervisor sees them.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">It does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<TargetSummary>> TargetsAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync(
            new Uri("/v1/targets", UriKind.Relative), ManagementJson.Default.TargetsAnswer, cancellationToken))?.Items ?? [];

    /// <summary>Gives an order about one server.</summary>
    /// <param name="kind">What is ordered.</param>
    /// <param name="space">Its namespace; null when the name alone says which.</param>
    /// <param name="name">Its name.</param>
    /// <param name="order">Who, and why.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UserErrorException">The endpoint cannot be reached or does not understand.</exception>
    public Task<CommandAnswer> OrderAsync(OrderKind kind, string? space, string name, TargetOrder order, CancellationToken cancellationToken) =>
        PostAsync(CommandRoutes.PathOf(kind, name) + Query(space), order, ManagementJson.Default.TargetOrder, cancellationToken);

    /// <summary>Why a target is as it is.</summary>
    /// <param name="space">Its namespace; null when the name alone says which.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserErrorException">The endpoint cannot be reached, or there is no such target.</exception>
    public Task<Explanation> ExplainAsync(string? space, string name, CancellationToken cancellationToken) =>
        GetAsync($"/v1/targets/{Uri.EscapeDataString(name)}/explain{Query(space)}", ManagementJson.Default.Explanation, cancellationToken);

    /// <summary>How crashes of a file system's servers are handled, as text.</summary>
    /// <param name="space">Its namespace; null when the name alone says which.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserErrorException">The endpoint cannot be reached, or there is no such file system.</exception>
    public async Task<string> CrashPolicyAsync(string? space, string name, CancellationToken cancellationToken) =>
        (await GetAsync(
            $"/v1/filesystems/{Uri.EscapeDataString(name)}/crash-policy{Query(space)}", ManagementJson.Default.CrashPolicyAnswer, cancellationToken)).Text;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> json, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new UserErrorException(MessageOf(body) ?? $"the supervisor at {http.BaseAddress} answered {(int)response.StatusCode}: {body}");
            return JsonSerializer.Deserialize(body, json)
                ?? throw new UserErrorException($"the supervisor at {http.BaseAddress} answered {path} with nothing");
        }
        catch (JsonException wrong)
        {
            throw new UserErrorException($"the supervisor at {http.BaseAddress} answered {path} in words of another version: {wrong.Message}", null, wrong);
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UserErrorException($"no supervisor answers at {http.BaseAddress}: {error.Message}", "name another by --management", error);
        }
    }

    private static string? MessageOf(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ManagementJson.Default.ErrorAnswer)?.Message;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Query(string? space) => space is null ? "" : $"?namespace={Uri.EscapeDataString(space)}";

    private async Task<CommandAnswer> PostAsync<T>(string path, T order, JsonTypeInfo<T> json, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), order, json, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (TryRead(body) is { Message.Length: > 0 } answer)
                return answer;
            throw new UserErrorException($"the supervisor at {http.BaseAddress} answered {(int)response.StatusCode}: {body}");
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UserErrorException($"no supervisor answers at {http.BaseAddress}: {error.Message}", "name another by --management", error);
        }
    }

    private static CommandAnswer? TryRead(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ManagementJson.Default.CommandAnswer) is { Code: not null } answer ? answer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
