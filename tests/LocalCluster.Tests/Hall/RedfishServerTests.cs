using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Redfish;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class RedfishServerTests : IAsyncLifetime
{
    private const string Uuid = "11111111-2222-3333-4444-555555555555";
    private const string SystemPath = $"/redfish/v1/Systems/{Uuid}";
    private const string ResetPath = $"{SystemPath}/Actions/ComputerSystem.Reset";
    private readonly Scratch scratch = new();
    private readonly Machine machine;
    private readonly RedfishServer server;
    private readonly HttpClient http = new();

    public RedfishServerTests()
    {
        machine = new Machine(
            "node1", Uuid, id => scratch.Shell("exec sleep 1000", HallMarkers.PowerOn, id), NullLogger.Instance, TimeProvider.System);
        server = new RedfishServer(uuid => uuid == Uuid ? machine : null, "secret", 0, CancellationToken.None);
    }

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Scratch.Ct);
        http.BaseAddress = new Uri($"http://127.0.0.1:{server.Port}");
        Authorize("admin:secret");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        machine.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task A_machine_is_switched_on_and_off_and_says_so()
    {
        Assert.Equal("Off", await PowerAsync());
        Assert.Equal(HttpStatusCode.NoContent, await ResetAsync("On"));
        Assert.Equal("On", await PowerAsync());
        var node = machine.Node!.Identity;
        Assert.True(node.IsAlive);
        Assert.Equal(HttpStatusCode.NoContent, await ResetAsync("ForceOff"));
        Assert.Equal("Off", await PowerAsync());
        Assert.False(node.IsAlive);
    }

    [Fact]
    public async Task A_restart_boots_another_process()
    {
        await ResetAsync("On");
        var before = machine.Node!.Identity;
        Assert.Equal(HttpStatusCode.NoContent, await ResetAsync("ForceRestart"));
        Assert.Equal("On", await PowerAsync());
        Assert.NotEqual(before, machine.Node!.Identity);
        Assert.False(before.IsAlive);
    }

    [Fact]
    public async Task The_answer_names_the_machine_by_its_system_uuid()
    {
        var system = await http.GetFromJsonAsync<JsonObject>(SystemPath, Scratch.Ct);
        Assert.Equal(Uuid, system!["UUID"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("admin:wrong")]
    [InlineData("root:secret")]
    [InlineData("")]
    public async Task Wrong_credentials_read_and_switch_nothing(string credentials)
    {
        await ResetAsync("On");
        Authorize(credentials);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(SystemPath, Scratch.Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await ResetAsync("ForceOff"));
        Assert.Equal(PowerState.On, machine.Power);
    }

    [Theory]
    [InlineData("""{"ResetType":"Nmi"}""")]
    [InlineData("{}")]
    [InlineData("{")]
    public async Task An_action_that_makes_no_sense_is_refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(ResetPath, content, Scratch.Ct)).StatusCode);
        Assert.Equal(PowerState.Off, machine.Power);
    }

    [Fact]
    public async Task A_machine_that_is_not_here_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/redfish/v1/Systems/other", Scratch.Ct)).StatusCode);

    private void Authorize(string credentials) => http.DefaultRequestHeaders.Authorization = credentials.Length == 0
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private async Task<string> PowerAsync() =>
        (await http.GetFromJsonAsync<JsonObject>(SystemPath, Scratch.Ct))!["PowerState"]!.GetValue<string>();

    private async Task<HttpStatusCode> ResetAsync(string type) =>
        (await http.PostAsJsonAsync(ResetPath, new { ResetType = type }, Scratch.Ct)).StatusCode;
}
