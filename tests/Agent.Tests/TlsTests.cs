using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using LustreSupervisor.Agent.Tests.Rigs;
using LustreSupervisor.Contract;
using LustreSupervisor.Supervisor.Agents;

namespace LustreSupervisor.Agent.Tests;

/// <summary>Real handshakes with an agent that listens on TCP: only the supervisor gets in.</summary>
public sealed class TlsTests
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private const string Supervisor = "lustre-supervisor";

    private static readonly TimeSpan Day = TimeSpan.FromDays(0.5);

    private readonly int _port = FreePort();

    [Fact]
    public async Task The_supervisor_gets_in()
    {
        await using var rig = await AgentRig.CreateAsync();
        using var authority = new TestAuthority();
        Start(rig, authority);
        using var bound = new CancellationTokenSource(Eventually.Within);
        var credentials = new Credentials(authority.Issue(Supervisor, ClientUse, Day), X509Certificate2.CreateFromPem(authority.Pem));
        var agents = new GrpcAgents(credentials, TimeProvider.System);
        await using var session = await agents.ConnectAsync($"https://127.0.0.1:{_port}/hpc", AgentRig.First, bound.Token);
        Assert.Equal(AgentRig.SystemUuid, session.Kernel.SystemUuid);
    }

    [Fact]
    public async Task Everybody_else_is_refused_in_the_handshake()
    {
        await using var rig = await AgentRig.CreateAsync();
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        Start(rig, authority);
        await Eventually.TrueAsync(IsListening, "listens");
        Assert.True(await GetsInAsync(authority.Issue(Supervisor, ClientUse, Day)));
        Assert.False(await GetsInAsync(null));
        Assert.False(await GetsInAsync(other.Issue(Supervisor, ClientUse, Day)));
        Assert.False(await GetsInAsync(authority.Issue("somebody", ClientUse, Day)));
        Assert.False(await GetsInAsync(authority.Issue(Supervisor, ServerUse, Day)));
        Assert.False(await GetsInAsync(authority.Issue(Supervisor, ClientUse, TimeSpan.FromMinutes(-1))));
        Assert.False(await GetsInAsync(authority.Issue(Supervisor, ClientUse, Day), SslProtocols.Tls12));
        Assert.True(await GetsInAsync(authority.Issue(Supervisor, ClientUse, Day)));
    }

    [Fact]
    public async Task Renewed_files_are_in_use_at_once_and_half_replaced_ones_are_not()
    {
        await using var rig = await AgentRig.CreateAsync();
        using var before = new TestAuthority();
        using var after = new TestAuthority();
        Start(rig, before);
        await Eventually.TrueAsync(IsListening, "listens");
        rig.Write("tls/tls.key", "not a key");
        Assert.True(await GetsInAsync(before.Issue(Supervisor, ClientUse, Day)));
        WriteTls(rig, after);
        Assert.True(await GetsInAsync(after.Issue(Supervisor, ClientUse, Day)));
        Assert.False(await GetsInAsync(before.Issue(Supervisor, ClientUse, Day)));
    }

    [Fact]
    public async Task Without_certificates_it_does_not_start()
    {
        await using var rig = await AgentRig.CreateAsync();
        var agent = rig.StartAgent(AgentRig.First, false, $"tcp:127.0.0.1:{_port}", "--tls-directory", rig.PathOf("nothing"));
        var (exit, stderr) = await agent.ExitAsync();
        Assert.Equal(1, exit);
        Assert.Contains("--tls-directory", stderr, StringComparison.Ordinal);
    }

    private void Start(AgentRig rig, TestAuthority authority)
    {
        WriteTls(rig, authority);
        rig.StartAgent(AgentRig.First, false, $"tcp:127.0.0.1:{_port}", "--tls-directory", rig.PathOf("tls"));
    }

    private static void WriteTls(AgentRig rig, TestAuthority authority)
    {
        using var own = authority.Issue("lustre-agent.hpc", ServerUse, Day);
        using var key = own.GetECDsaPrivateKey()!;
        rig.Write("tls/ca.crt", authority.Pem);
        rig.Write("tls/tls.crt", own.ExportCertificatePem());
        rig.Write("tls/tls.key", key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>One call with a certificate of choice; who answers is not looked at.</summary>
    private async Task<bool> GetsInAsync(X509Certificate2? client, SslProtocols protocol = SslProtocols.Tls13)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = protocol,
                ClientCertificateContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true),
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            },
        };
        using var channel = GrpcChannel.ForAddress($"https://127.0.0.1:{_port}", new GrpcChannelOptions { HttpHandler = handler });
        var hello = new HelloRequest { Incarnation = new Incarnation { Epoch = 1, Number = 1, Nonce = "n1" } };
        try
        {
            var within = TimeProvider.System.GetUtcNow() + Eventually.Within;
            await new TargetAgent.TargetAgentClient(channel).HelloAsync(hello, deadline: within.UtcDateTime);
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal)
        {
            // The connection broke before any answer. An answer of the agent itself would be another code, and is a failure here.
            return false;
        }
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Credentials(X509Certificate2 Client, X509Certificate2 Authority) : IAgentCredentials;
}
