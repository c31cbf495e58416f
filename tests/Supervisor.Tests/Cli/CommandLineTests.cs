using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("get", "tragets")]
    [InlineData("get", "targets", "--frobnicate")]
    [InlineData("get", "targets", "-o", "xml")]
    [InlineData("describe", "target")]
    public async Task A_wrong_command_line_prints_usage_on_standard_error_and_exits_1(params string[] args)
    {
        var run = await CommandRun.Of(args);

        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Help_goes_to_standard_output_and_exits_0()
    {
        var run = await CommandRun.Of("--help");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Completions_name_commands_and_no_switch_of_another_system()
    {
        var run = await CommandRun.Of("[suggest:0]", "");

        Assert.Contains("get", run.Out.Split(Environment.NewLine));
        Assert.DoesNotContain("/h", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("/?", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_kubeconfig_is_one_line_with_file_and_remedy()
    {
        var run = await CommandRun.Of("get", "targets", "--kubeconfig", "/nowhere/kubeconfig");

        AssertOneLine(run, "/nowhere/kubeconfig", "supervisor local up");
    }

    [Fact]
    public async Task A_kubeconfig_that_is_none_is_one_line_with_its_path()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("kubeconfig", "clusters: [");

        AssertOneLine(await CommandRun.Of("get", "targets", "--kubeconfig", path), path);
    }

    [Fact]
    public async Task A_cluster_that_is_down_is_one_line_with_server_file_and_remedy()
    {
        var server = await FakeApiServer.StartAsync();
        var text = await File.ReadAllTextAsync(server.Kubeconfig, TestContext.Current.CancellationToken);
        await server.DisposeAsync();
        using var folder = new TemporaryFolder();
        var path = folder.Write("kubeconfig", text);

        AssertOneLine(await CommandRun.Of("get", "targets", "--kubeconfig", path), "http://127.0.0.1:", path, "supervisor local up");
    }

    [Theory]
    [InlineData(401, "{}", "credentials")]
    [InlineData(403, """{"message":"targets is forbidden"}""", "targets is forbidden")]
    [InlineData(500, "<html>\nproxy\n</html>", "500")]
    [InlineData(404, "{}", "kubectl apply -f deploy/crds")]
    public async Task A_refusal_is_one_line(int status, string body, string expected)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Refusal = (status, body);

        AssertOneLine(await CommandRun.Of(server, "get", "targets"), expected);
    }

    [Fact]
    public async Task The_state_directory_follows_the_XDG_specification()
    {
        var absolute = await CommandRun.Of(context => context with { Variable = Variables(("XDG_STATE_HOME", "/xdg"), ("HOME", "/h")) }, "get", "targets");
        var relative = await CommandRun.Of(context => context with { Variable = Variables(("XDG_STATE_HOME", "xdg"), ("HOME", "/h")) }, "get", "targets");
        var neither = await CommandRun.Of("get", "targets");

        Assert.Contains("/xdg/lustre-supervisor/kubeconfig", absolute.Error, StringComparison.Ordinal);
        Assert.Contains("/h/.local/state/lustre-supervisor/kubeconfig", relative.Error, StringComparison.Ordinal);
        AssertOneLine(neither, "--state-dir");
    }

    [Fact]
    public async Task A_fault_of_the_program_is_one_line_that_names_the_log()
    {
        var run = await CommandRun.Of(
            context => context with { Variable = name => name == "KUBECONFIG" ? throw new InvalidOperationException("broken\nbadly") : null },
            "get", "targets");

        Assert.Equal(ExitCodes.SoftwareFault, run.ExitCode);
        var line = Assert.Single(run.Error.TrimEnd().Split(Environment.NewLine));
        Assert.Contains("broken badly", line, StringComparison.Ordinal);
        var log = line.Split("details are in ")[1].TrimEnd(')');
        Assert.Contains("InvalidOperationException", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] values) =>
        name => values.Where(value => value.Name == name).Select(value => value.Value).FirstOrDefault();

    private static void AssertOneLine(CommandRun run, params string[] parts)
    {
        Assert.Equal(ExitCodes.UserError, run.ExitCode);
        Assert.Empty(run.Out);
        var line = Assert.Single(run.Error.TrimEnd().Split(Environment.NewLine));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }
}
