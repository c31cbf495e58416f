using LustreSupervisor.LocalCluster.Api;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Manifests.Yaml;

namespace LustreSupervisor.Supervisor.Tests.Cli;

/// <summary>The commands against the API server of the laptop cluster: HTTPS, tokens, schemas, server-side apply.</summary>
public sealed class EmbeddedClusterTests : IAsyncLifetime
{
    private static readonly ResourceKind Definition =
        new("CustomResourceDefinition", "apiextensions.k8s.io", "v1", "customresourcedefinitions", Namespaced: false);

    private readonly TemporaryFolder folder = new();
    private ApiServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await ApiServer.StartAsync(
            new ApiServerOptions { StateDirectory = folder.Path }, TestContext.Current.CancellationToken);
        var context = CliContext.ForThisProcess();
        using var cluster = ClusterConnection.Open(context, CommandLine.CreateRoot(context).Parse(["--kubeconfig", server.KubeconfigPath]));
        foreach (var name in new[] { "lustrefilesystems", "lustretargets", "lustrenodes" })
        {
            var document = Assert.Single(YamlComposer.Compose(Embedded($"crds/{name}.yaml"), (_, fault) => Assert.Fail(fault))).ToJson()!.AsObject();
            var applied = await cluster.ApplyAsync(Definition, document, new ApplyOptions(false, false), TestContext.Current.CancellationToken);
            Assert.Null(applied.Refusal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_sample_is_created_once_and_listed_with_its_defaults()
    {
        var sample = folder.Write("scratch.yaml", Embedded("samples/scratch.yaml"));

        var first = await RunAsync("apply", "-f", sample);
        Assert.Equal("", first.Error);
        Assert.Equal("namespace/hpc created\nlustrefilesystem/scratch created\n", first.Out);
        Assert.Equal("namespace/hpc unchanged\nlustrefilesystem/scratch unchanged\n", (await RunAsync("apply", "-f", sample)).Out);
        Assert.Contains("scratch", (await RunAsync("get", "filesystems")).Out, StringComparison.Ordinal);
        Assert.Contains("backend: ldiskfs", (await RunAsync("get", "fs", "scratch", "-o", "yaml")).Out, StringComparison.Ordinal);
        Assert.Contains("1 MDT, 4 OST", (await RunAsync("describe", "filesystem", "scratch")).Out, StringComparison.Ordinal);
        Assert.Equal("no lustretargets in the cluster\n", (await RunAsync("get", "targets")).Error);
    }

    [Fact]
    public async Task A_dry_run_of_the_sample_leaves_the_cluster_empty()
    {
        var sample = folder.Write("scratch.yaml", Embedded("samples/scratch.yaml"));

        var dry = await RunAsync("apply", "-f", sample, "--dry-run");

        Assert.Equal("namespace/hpc created (dry run)\nlustrefilesystem/scratch created (dry run)\n", dry.Out);
        Assert.Equal("no lustrefilesystems in the cluster\n", (await RunAsync("get", "fs")).Error);
    }

    [Theory]
    [InlineData("fsName: scratch", "fsName: far-too-long", "fsName")]
    [InlineData("fsName: scratch", "fsName: scr.tch", "fsName")]
    [InlineData("count: 4", "count: 0", "count")]
    [InlineData("count: 4", "count: four", "count")]
    [InlineData("  version:", "  vresion:", "vresion")]
    public async Task What_the_schema_forbids_is_refused_and_nothing_is_created(string right, string wrong, string expected)
    {
        var text = Embedded("samples/scratch.yaml");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var file = folder.Write("scratch.yaml", text.Replace(right, wrong, StringComparison.Ordinal));

        var run = await RunAsync("apply", "-f", file, "-f", folder.Write("hpc.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n"));

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was applied", run.Error, StringComparison.Ordinal);
        Assert.Equal("no lustrefilesystems in the cluster\n", (await RunAsync("get", "fs")).Error);
    }

    [Fact]
    public async Task An_immutable_field_cannot_be_changed()
    {
        await RunAsync("apply", "-f", folder.Write("scratch.yaml", Embedded("samples/scratch.yaml")));
        var changed = folder.Write("changed.yaml", Embedded("samples/scratch.yaml").Replace("fsName: scratch", "fsName: other", StringComparison.Ordinal));

        var run = await RunAsync("apply", "-f", changed);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains("8: spec.fsName: ", run.Error, StringComparison.Ordinal);
    }

    private static string Embedded(string name)
    {
        using var stream = typeof(CommandLine).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.Of(context => context, [.. args, "--kubeconfig", server.KubeconfigPath]);
}
