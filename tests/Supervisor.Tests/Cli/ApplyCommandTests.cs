using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Tests.Cli;

public sealed class ApplyCommandTests : IAsyncLifetime
{
    private const string Scratch = "apis/lustre.cloudnative-hpc.io/v1alpha1/namespaces/hpc/lustrefilesystems/scratch";

    private readonly TemporaryFolder folder = new();
    private FakeApiServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeApiServer.StartAsync();
        // The kind is known: there is a file system, in another namespace.
        SampleObjects.Filesystem(server, "lab", "home");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_created_configured_or_left_unchanged_is_said()
    {
        var file = folder.Write("scratch.yaml", Namespace + "---\n" + Manifest("scratch", osts: 4));

        Assert.Equal("namespace/hpc created\nlustrefilesystem/scratch created\n", (await ApplyAsync("-f", file)).Out);
        Assert.Equal("namespace/hpc unchanged\nlustrefilesystem/scratch unchanged\n", (await ApplyAsync("-f", file)).Out);
        folder.Write("scratch.yaml", Manifest("scratch", osts: 5));
        Assert.Equal("lustrefilesystem/scratch configured\n", (await ApplyAsync("-f", file)).Out);
        Assert.Equal(5, (int?)server.Get(Scratch)!["spec"]!["osts"]!["count"]);
        Assert.All(server.Patches, patch => Assert.Contains("fieldManager=supervisor-cli&fieldValidation=Strict", patch, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var file = folder.Write("scratch.yaml", Namespace + "---\n" + Manifest("scratch"));

        var run = await ApplyAsync("-f", file, "--dry-run");

        Assert.Equal("namespace/hpc created (dry run)\nlustrefilesystem/scratch created (dry run)\n", run.Out);
        Assert.Null(server.Get(Scratch));
        Assert.All(server.Patches, patch => Assert.Contains("dryRun=All", patch, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_manifest_may_come_from_standard_input()
    {
        var run = await CommandRun.Of(
            context => context with { In = new StringReader(Manifest("scratch")) }, "apply", "-f", "-", "--kubeconfig", server.Kubeconfig);

        Assert.Equal("lustrefilesystem/scratch created\n", run.Out);
    }

    [Fact]
    public async Task Changes_of_immutable_fields_are_all_listed_and_nothing_is_applied()
    {
        await ApplyAsync("-f", folder.Write("old.yaml", Manifest("scratch", mdts: 2)));
        var applied = server.Patches.Count;
        var file = folder.Write("new.yaml", "\n" + Manifest("other", mdts: 1, extra: "  runtime: VirtualMachine\n  backend: zfs\n", name: "scratch"));

        var run = await ApplyAsync("-f", file);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(
            ["spec.backend", "spec.fsName", "spec.mdts.count", "spec.runtime"],
            lines[..^1].Select(line => line[$"{file}:2: ".Length..].Split(':')[0]).Order());
        Assert.Equal("error: 4 faults; nothing was applied", lines[^1]);
        Assert.Equal(applied, server.Patches.Count);
    }

    [Fact]
    public async Task A_name_of_Lustre_belongs_to_one_file_system_in_the_cluster()
    {
        var file = folder.Write("scratch.yaml", Manifest("home", name: "scratch"));

        var run = await ApplyAsync("-f", file);

        Assert.Contains($"{file}:1: spec.fsName: \"home\" is the Lustre name of LustreFilesystem lab/home in the cluster", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Patches);
    }

    [Fact]
    public async Task Manifests_that_contradict_each_other_are_refused_without_asking_the_cluster()
    {
        var first = folder.Write("1.yaml", Manifest("scratch"));
        var second = folder.Write("2.yaml", Manifest("scratch") + "---\n" + Manifest("scratch", name: "other"));

        var run = await ApplyAsync("-f", first, "-f", second);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains($"{second}:1: metadata.name: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($" first at {first}:1", run.Error, StringComparison.Ordinal);
        Assert.Contains(": spec.fsName: \"scratch\" is the Lustre name of ", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Patches);
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("- a")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}")]
    [InlineData("apiVersion: v1\nkind: Namespace")]
    [InlineData("")]
    public async Task What_is_no_manifest_of_ours_is_refused_with_its_place(string text)
    {
        var file = folder.Write("bad.yaml", text);

        var run = await ApplyAsync("-f", file);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.StartsWith($"{file}:", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was applied\n", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Patches);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_one_line()
    {
        var run = await ApplyAsync("-f", "/nowhere.yaml");

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.StartsWith("error: /nowhere.yaml cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_when_the_declared_generation_is_ready()
    {
        server.OnApply = stored =>
        {
            stored["metadata"]!["generation"] = 2;
            stored["status"] = Status(observed: 1, ready: "True", serving: 6);
        };
        var looks = 0;
        server.OnRead = path =>
        {
            if (path == Scratch && server.Get(Scratch) is { } stored)
                stored["status"] = ++looks switch
                {
                    1 => Status(observed: 1, ready: "True", serving: 6),
                    2 => Status(observed: 2, ready: "False", serving: 3),
                    _ => Status(observed: 2, ready: "True", serving: 6),
                };
        };

        var run = await CommandRun.Of(
            context => context with { Time = TimeProvider.System },
            "apply", "-f", folder.Write("scratch.yaml", Manifest("scratch")), "--wait", "--kubeconfig", server.Kubeconfig);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(
            ["lustrefilesystem/scratch: waiting for the supervisor to see it", "lustrefilesystem/scratch: 3/6 serving, Starting be patient"],
            run.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("lustrefilesystem/scratch created\nlustrefilesystem/scratch ready (6/6 serving", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_in_vain_says_what_is_missing_and_where_to_look()
    {
        server.OnApply = stored => stored["status"] = Status(observed: 1, ready: "False", serving: 5);

        var run = await CommandRun.Of(
            context => context with { Time = TimeProvider.System },
            "apply", "-f", folder.Write("scratch.yaml", Manifest("scratch")), "--wait", "--timeout", "1", "--kubeconfig", server.Kubeconfig);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.EndsWith(
            "error: lustrefilesystem/scratch: 5/6 serving, Starting be patient; not ready after 1 s; see `supervisor describe filesystem scratch -n hpc`\n",
            run.Error,
            StringComparison.Ordinal);
    }

    private const string Namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: hpc\n";

    private static string Manifest(string fsName, int osts = 4, int mdts = 1, string extra = "", string? name = null) =>
        $"""
        apiVersion: lustre.cloudnative-hpc.io/v1alpha1
        kind: LustreFilesystem
        metadata:
          name: {name ?? fsName}
          namespace: hpc
        spec:
          fsName: {fsName}
          mgs:
            storage: {"{devices: {selector: {matchLabels: {lustre: mgt}}}}"}
          mdts:
            count: {mdts}
            storage: {"{devices: {selector: {matchLabels: {lustre: mdt}}}}"}
          osts:
            count: {osts}
            storage: {"{devices: {selector: {matchLabels: {lustre: ost}}}}"}
        {extra}
        """;

    private static JsonObject Status(int observed, string ready, int serving) => new()
    {
        ["observedGeneration"] = observed,
        ["servers"] = new JsonObject { ["declared"] = 6, ["serving"] = serving },
        ["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Ready", ["status"] = ready, ["reason"] = "Starting", ["message"] = "be patient", ["observedGeneration"] = observed,
        }),
    };

    private Task<CommandRun> ApplyAsync(params string[] args) => CommandRun.Of(server, ["apply", .. args]);
}
