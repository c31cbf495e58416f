using System.Net;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Management;
using LustreSupervisor.Supervisor.Tests.Cli;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.Supervisor.Tests.Management;

public sealed class ManagementStartTests
{
    [Fact]
    public async Task The_token_is_made_once_and_only_its_owner_can_read_it()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "management.token");

        var first = await ManagementToken.LoadOrCreateAsync(path, TestContext.Current.CancellationToken);
        var text = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim();
        var second = await ManagementToken.LoadOrCreateAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.True(first.Admits("Bearer " + text));
        Assert.True(second.Admits("bearer " + text));
        Assert.False(first.Admits("Bearer " + text[..^1]));
        Assert.False(first.Admits(text));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Two_that_start_at_once_agree_on_one_token()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "management.token");

        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ManagementToken.LoadOrCreateAsync(path, TestContext.Current.CancellationToken)));

        var text = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim();
        Assert.All(tokens, token => Assert.True(token.Admits("Bearer " + text)));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_token_that_others_can_read_or_that_is_empty_is_refused()
    {
        using var folder = new TemporaryFolder();
        var open = folder.Write("open", "token");
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var empty = folder.Write("empty", "\n");
        File.SetUnixFileMode(empty, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var others = await Assert.ThrowsAsync<UserErrorException>(() => ManagementToken.LoadOrCreateAsync(open, TestContext.Current.CancellationToken));
        var none = await Assert.ThrowsAsync<UserErrorException>(() => ManagementToken.LoadOrCreateAsync(empty, TestContext.Current.CancellationToken));

        Assert.Contains("chmod 600", others.Line, StringComparison.Ordinal);
        Assert.Contains("holds no token", none.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_an_error_when_it_was_asked_for_and_else_a_free_one_is_taken()
    {
        await using var first = await RunningEndpoint.StartAsync();
        using var folder = new TemporaryFolder();
        var options = new ManagementOptions { Port = first.Address.Port, TokenFile = Path.Combine(folder.Path, "management.token") };

        var busy = await Assert.ThrowsAsync<UserErrorException>(() => StartAsync(options));
        Assert.Equal($"port {first.Address.Port} on 127.0.0.1 is in use; give another by --port PORT", busy.Line);

        await using var second = await StartAsync(options with { FallBackToFreePort = true });
        Assert.NotEqual(first.Address.Port, second.Address.Port);
    }

    [Fact]
    public async Task It_listens_on_loopback_only()
    {
        await using var endpoint = await RunningEndpoint.StartAsync();

        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(endpoint.Address.Host)));
    }

    private static Task<ManagementServer> StartAsync(ManagementOptions options) => ManagementServer.StartAsync(
        options, new FakeManagementData(), new FakeTopologyCommands(), NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
}
