using System.Globalization;
using LustreSupervisor.LocalCluster.Api;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class RestartTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_restart_resumes_with_the_same_objects_and_higher_versions()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        await Samples.DefineWidgetsAsync(cluster);
        var (_, made) = await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("kept").ToJsonString());
        await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"gone"}}""");
        var (_, gone) = await cluster.SendAsync("DELETE", $"{Maps}/gone");
        var before = Version((await cluster.SendAsync("GET", Maps)).Body);
        var (port, token) = (cluster.Port, cluster.Token("admin"));
        await cluster.StopAsync();
        await cluster.StartAsync(port);

        Assert.Equal("Success", (string?)gone["status"]);
        Assert.Equal(port, cluster.Port);
        Assert.Equal(token, cluster.Token("admin"));
        var (_, kept) = await cluster.SendAsync("GET", $"{Samples.Widgets}/kept");
        Assert.Equal(made.ToJsonString(), kept.ToJsonString());
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Maps}/gone")).Code);
        var (_, after) = await cluster.SendAsync("POST", Maps, """{"metadata":{"name":"new"}}""");
        Assert.True(Version(after) > before);

        await using var watch = cluster.WatchAsync($"{Maps}?watch=true&resourceVersion={before}").GetAsyncEnumerator(TestCluster.Ct);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(410, (int?)watch.Current["object"]!["code"]);
    }

    [Fact]
    public async Task Without_a_port_the_last_one_is_taken_again()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        var port = cluster.Port;
        await cluster.StopAsync();
        await cluster.StartAsync();
        Assert.Equal(port, cluster.Port);
    }

    [Fact]
    public async Task Secrets_are_readable_by_their_owner_only()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        string[] files = ["kubeconfig", "api/ca.key", "api/server.key", "api/admin.token", "api/sa.key"];
        foreach (var file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cluster.Directory, file)));
    }

    [Fact]
    public async Task A_second_server_is_kept_out_of_the_directory()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        var error = await Assert.ThrowsAsync<IOException>(
            () => ApiServer.StartAsync(new ApiServerOptions { StateDirectory = cluster.Directory }, TestCluster.Ct));
        Assert.Contains("in use by another API server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_a_write_fails_as_a_whole_and_reads_go_on()
    {
        await using var cluster = new TestCluster { StorePagesMax = 400 };
        await cluster.StartAsync();
        var content = new string('x', 50_000);
        var made = new List<string>();
        (int Code, System.Text.Json.Nodes.JsonObject Body) answer;
        do
        {
            answer = await cluster.SendAsync("POST", Maps, $$$"""{"metadata":{"name":"big{{{made.Count}}}"},"data":{"k":"{{{content}}}"}}""");
            if (answer.Code == 201) made.Add($"big{made.Count}");
        }
        while (answer.Code == 201 && made.Count < 100);
        Assert.Equal((500, "InternalError"), (answer.Code, (string?)answer.Body["reason"]));
        Assert.Contains("full", (string?)answer.Body["message"], StringComparison.Ordinal);
        Assert.Equal(404, (await cluster.SendAsync("GET", $"{Maps}/big{made.Count}")).Code);
        Assert.Equal(200, (await cluster.SendAsync("DELETE", $"{Maps}/big0")).Code);
        await cluster.StopAsync();
        cluster.StorePagesMax = null;
        await cluster.StartAsync();
        var (_, list) = await cluster.SendAsync("GET", Maps);
        Assert.Equal(
            made.Skip(1).Order(StringComparer.Ordinal),
            list["items"]!.AsArray().Select(m => (string)m!["metadata"]!["name"]!).Where(n => n.StartsWith("big", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_busy_port_is_an_error()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        await using var other = new TestCluster();
        await Assert.ThrowsAsync<IOException>(() => other.StartAsync(cluster.Port));
    }

    [Fact]
    public async Task A_damaged_database_is_named()
    {
        await using var cluster = new TestCluster();
        var api = Directory.CreateDirectory(Path.Combine(cluster.Directory, "api"));
        await File.WriteAllTextAsync(Path.Combine(api.FullName, "objects.db"), new string('x', 8192), TestCluster.Ct);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => cluster.StartAsync());
        Assert.Contains("objects.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_ends_when_cancelled()
    {
        var directory = Directory.CreateTempSubdirectory("api-run-").FullName;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestCluster.Ct);
        var ready = new TaskCompletionSource<int>();
        var running = ApiServer.RunAsync(new ApiServerOptions { StateDirectory = directory, OnReady = ready.SetResult }, stop.Token);
        Assert.InRange(await ready.Task.WaitAsync(TestCluster.Patience, TestCluster.Ct), 1, 65535);
        await stop.CancelAsync();
        await running.WaitAsync(TestCluster.Patience, TestCluster.Ct);
        Directory.Delete(directory, recursive: true);
    }

    private static long Version(System.Text.Json.Nodes.JsonObject body) =>
        long.Parse((string)body["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
}
