using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Fencing;

/// <summary>One system resource of one controller. Certificates of https are checked as the machine's trust store says, always.</summary>
internal sealed class RedfishClient : IDisposable
{
    /// <summary>Largest answer, in bytes: a system resource is a few kilobytes.</summary>
    private const int AnswerBytesMax = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly RedfishSettings _settings;
    private readonly TimeProvider _time;

    public RedfishClient(Uri address, string password, RedfishSettings settings, TimeProvider time)
    {
        (Address, _settings, _time) = (address, settings, time);

        // No redirects: the password goes to the address that a person declared, and nowhere else.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = settings.RequestTimeout, UseProxy = false };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = AnswerBytesMax };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (password.Length > 0)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.User}:{password}")));
    }

    /// <summary>Address of the system resource.</summary>
    public Uri Address { get; }

    /// <summary>Reads the system.</summary>
    /// <exception cref="FenceFailedException">Unreachable, refused or unreadable.</exception>
    public async Task<RedfishSystem> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await SendAsync(new HttpRequestMessage(HttpMethod.Get, Address), cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text);
            var system = document.RootElement;
            return new RedfishSystem(
                system.Text("UUID"),
                system.Text("PowerState"),
                ResetTarget(system.Text("Actions", "#ComputerSystem.Reset", "target")));
        }
        catch (JsonException e)
        {
            throw new FenceFailedException($"{Address} answered something that is not JSON", e);
        }
    }

    /// <summary>Orders the power off, at once and without the operating system's help.</summary>
    /// <exception cref="FenceFailedException">Refused, or the answer is lost: whether it took effect is unknown.</exception>
    public async Task ForceOffAsync(RedfishSystem system, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, system.ResetTarget)
        {
            Content = new StringContent("""{"ResetType":"ForceOff"}""", Encoding.UTF8, "application/json"),
        };
        await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // The controller names the action's address; an address elsewhere would get the password.
    private Uri ResetTarget(string declared)
    {
        var usual = new Uri(Address.AbsoluteUri.TrimEnd('/') + "/Actions/ComputerSystem.Reset");
        return declared.Length > 0 && Uri.TryCreate(Address, declared, out var target) && target.Authority == Address.Authority
            && target.Scheme == Address.Scheme
            ? target
            : usual;
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_settings.RequestTimeout, _time, cancellationToken);
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, deadline.Token);
                var text = await response.Content.ReadAsStringAsync(deadline.Token);
                return response.IsSuccessStatusCode
                    ? text
                    : throw new FenceFailedException($"{request.Method} {request.RequestUri} answered {(int)response.StatusCode}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new FenceFailedException(
                    $"{request.Method} {request.RequestUri}: {(e is OperationCanceledException ? "no answer in time" : e.Message)}", e);
            }
        }
    }
}
