using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Tests.Cli;

public sealed class GetCommandTests : IAsyncLifetime
{
    private FakeApiServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeApiServer.StartAsync();
        SampleObjects.Fill(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Targets_are_printed_in_the_columns_of_their_definition()
    {
        var run = await CommandRun.Of(server, "get", "targets");

        Assert.Equal(
            [
                "NAME KIND NODE STATE INC RECOVERY RESTARTS AGE",
                "scratch-ost0000 OST node1 Quarantined 7 COMPLETE 1 60m",
                "scratch-ost0003 OST node2 Serving 7 COMPLETE 1 60m",
            ],
            Rows(run));
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Wide_adds_device_and_last_cause()
    {
        var run = await CommandRun.Of(server, "get", "targets", "scratch-ost0003", "-o", "wide");

        Assert.Equal("scratch-ost0003 OST node2 Serving 7 COMPLETE 1 60m wwn-0x5000c500a1b2c3d4 PodCrashed", Rows(run)[1]);
    }

    [Fact]
    public async Task Filesystems_and_nodes_have_theirs()
    {
        Assert.Equal(
            ["NAME FSNAME VERSION SERVING READY PLAN AGE", "scratch scratch 2.15.8 5/6 False - 60m"],
            Rows(await CommandRun.Of(server, "get", "filesystems")));
        Assert.Equal(
            [
                "NAME READY SERVING DEVICES SYSTEM-UUID AGE",
                "node1 True 0 2 c0ffee00-0000-4000-8000-000000000001 60m",
                "node2 True 1 2 c0ffee00-0000-4000-8000-000000000001 60m",
            ],
            Rows(await CommandRun.Of(server, "get", "nodes")));
    }

    [Fact]
    public async Task A_table_of_targets_fits_into_80_columns()
    {
        var narrow = new StringWriter();
        await CommandRun.Of(
            context => context with { Out = CommandRun.Pipe(narrow, width: 80) }, "get", "targets", "--kubeconfig", server.Kubeconfig);

        var lines = narrow.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public async Task Several_namespaces_are_told_apart_and_one_can_be_chosen()
    {
        SampleObjects.Filesystem(server, "lab", "home");

        Assert.Equal("NAMESPACE NAME FSNAME VERSION SERVING READY PLAN AGE", Rows(await CommandRun.Of(server, "get", "fs"))[0]);
        Assert.Equal(["home"], Rows(await CommandRun.Of(server, "get", "fs", "-n", "lab"))[1..].Select(row => row.Split(' ')[0]));
        Assert.Equal("NAMESPACE", Rows(await CommandRun.Of(server, "get", "targets", "-A"))[0].Split(' ')[0]);
    }

    [Fact]
    public async Task Json_of_one_object_is_the_object_with_kind_and_without_bookkeeping()
    {
        var run = await CommandRun.Of(server, "get", "filesystems", "scratch", "-o", "json");

        var document = JsonNode.Parse(run.Out)!;
        Assert.Equal("LustreFilesystem", (string?)document["kind"]);
        Assert.Equal("lustre.cloudnative-hpc.io/v1alpha1", (string?)document["apiVersion"]);
        Assert.Null(document["metadata"]!["managedFields"]);
        Assert.Equal(4, (int?)document["spec"]!["osts"]!["count"]);
    }

    [Fact]
    public async Task Json_and_yaml_of_many_are_a_list_with_the_same_content()
    {
        var json = JsonNode.Parse((await CommandRun.Of(server, "get", "targets", "-o", "json")).Out)!;
        var yaml = (await CommandRun.Of(server, "get", "targets", "-o", "yaml")).Out;

        Assert.Equal("List", (string?)json["kind"]);
        Assert.Equal(2, json["items"]!.AsArray().Count);
        Assert.Contains("kind: List", yaml, StringComparison.Ordinal);
        Assert.Contains("    label: scratch-OST0003", yaml, StringComparison.Ordinal);
        Assert.Contains("status: \"True\"", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_for_scripts() => Assert.Equal(
        ["lustretarget/scratch-ost0000", "lustretarget/scratch-ost0003"],
        Rows(await CommandRun.Of(server, "get", "targets", "-o", "name")));

    [Fact]
    public async Task A_target_is_found_by_its_label_too() =>
        Assert.Equal(["lustretarget/scratch-ost0003"], Rows(await CommandRun.Of(server, "get", "target", "scratch-OST0003", "-o", "name")));

    [Fact]
    public async Task An_unknown_name_says_which_there_are()
    {
        var run = await CommandRun.Of(server, "get", "targets", "scratch-ost0004");

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Equal(
            "error: no lustretarget \"scratch-ost0004\"; there are scratch-ost0000, scratch-ost0003",
            run.Error.TrimEnd());
    }

    private static List<string> Rows(CommandRun run)
    {
        Assert.Equal("", run.Error);
        return [.. run.Out.TrimEnd().Split(Environment.NewLine)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }
}
