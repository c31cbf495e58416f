using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Fencing.Exec;

namespace LustreSupervisor.Supervisor.Tests.Fencing;

/// <summary>Real scripts, run as processes.</summary>
public sealed class ExecFenceAgentTests : IDisposable
{
    private const string Machine = "4C4C4544-0000-4000-8000-000000000001";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Off_counts_when_status_says_off()
    {
        var agent = Agent("cat >> $0.in; if grep -q action=status $0.in; then exit 2; fi", "nodes: {node1: {plug: 7, options: {ip: pdu}}}");
        var confirmed = await agent.FenceAsync(Order(), Token);
        Assert.Equal("exec", confirmed.Agent);
        Assert.Empty(confirmed.Devices);
        Assert.Contains("plug 7 (node1)", confirmed.Evidence, StringComparison.Ordinal);
        Assert.Equal(
            $"action=off\nnodename=node1\nsystem_uuid={Machine}\nplug=7\nport=7\nip=pdu\n"
            + $"action=status\nnodename=node1\nsystem_uuid={Machine}\nplug=7\nport=7\nip=pdu\n",
            await File.ReadAllTextAsync(Script + ".in", Token));
    }

    [Theory]
    [InlineData("exit 1", "off: exit 1")]
    [InlineData("exit 2", "off: exit 2: wrong or missing options")]
    [InlineData("exit 0", "status: exit 0: the machine is on")]
    [InlineData("grep -q action=status && exit 1; exit 0", "status: exit 1")]
    [InlineData("echo pdu is gone >&2; exit 4", "connection lost: pdu is gone")]
    [InlineData("kill -9 $$", "signal 9")]
    public async Task Everything_else_confirms_nothing(string body, string words) =>
        Assert.Contains(words, await FailureAsync(Agent(body), Order()), StringComparison.Ordinal);

    [Fact]
    public async Task A_script_that_does_not_end_is_killed_with_what_it_started()
    {
        var failed = await FailureAsync(Agent("sleep 600 & echo $! > $0.child; echo $$ > $0.pid; sleep 600", "timeoutSeconds: 1"), Order());
        Assert.Contains("killed", failed, StringComparison.Ordinal);
        foreach (var file in new[] { ".pid", ".child" })
            await GoneAsync(int.Parse(await File.ReadAllTextAsync(Script + file, Token), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Endless_output_is_read_and_forgotten()
    {
        var agent = Agent("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo the end >&2; exit 1");
        var failed = await FailureAsync(agent, Order());
        Assert.Contains("the end", failed, StringComparison.Ordinal);
        Assert.True(failed.Length < 5000, $"{failed.Length} characters");
    }

    [Fact]
    public async Task A_password_comes_from_its_file_and_is_never_told()
    {
        await File.WriteAllTextAsync(Script + ".password", "s3cret\n", Token);
        var agent = Agent("cat >&2; exit 3", $"options: {{username: fence, passwordFile: {Script}.password}}");
        var failed = await FailureAsync(agent, Order());
        Assert.Contains("password=***", failed, StringComparison.Ordinal);
        Assert.Contains("username=fence", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failed, StringComparison.Ordinal);
        File.Delete(Script + ".password");
        Assert.Contains("options.passwordFile", await FailureAsync(agent, Order()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_machine_is_looked_up_before_the_name_and_a_stranger_is_not_fenced()
    {
        var nodes = $"nodes: {{{Machine.ToLowerInvariant()}: {{plug: right}}, node1: {{plug: wrong}}}}";
        var agent = Agent("cat > $0.in; exit 1", nodes);
        await FailureAsync(agent, Order());
        Assert.Contains("plug=right", await File.ReadAllTextAsync(Script + ".in", Token), StringComparison.Ordinal);
        var stranger = new FenceOrder("other", "node9", ["exec"], null);
        Assert.Contains("no entry for machine other or node node9", await FailureAsync(agent, stranger), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_has_passed_to_another_machine_finds_nobody()
    {
        var agent = Agent("exit 0");
        var failed = await FailureAsync(agent, Order() with { SystemUuid = "gone", NodeIsMachine = false });
        Assert.Contains("does not report machine gone", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_anybody_may_write_is_not_run_any_more()
    {
        var agent = Agent("exit 0");
        File.SetUnixFileMode(Script, File.GetUnixFileMode(Script) | UnixFileMode.OtherWrite);
        Assert.Contains("written by everybody", await FailureAsync(agent, Order()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grep -q action=monitor", null)]
    [InlineData("exit 1", "monitor: exit 1")]
    public async Task Monitor_tells_whether_the_device_answers(string body, string? words)
    {
        var wrong = await Agent(body).MonitorAsync(Token);
        if (words is null)
            Assert.Null(wrong);
        else
            Assert.Contains(words, wrong, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);

    private string Script => Path.Combine(_directory.FullName, "fence_site");

    private static FenceOrder Order() => new(Machine, "node1", ["exec"], null);

    private ExecFenceAgent Agent(string body, string more = "")
    {
        File.WriteAllText(Script, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ExecFenceAgent(ExecFenceFile.Parse($"script: {Script}\n{more}\n", "fence.yaml"), TimeProvider.System);
    }

    private static async Task<string> FailureAsync(ExecFenceAgent agent, FenceOrder order) =>
        (await Assert.ThrowsAsync<FenceFailedException>(() => agent.FenceAsync(order, Token))).Message;

    private static async Task GoneAsync(int pid)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (IsAlive(pid))
            await looks.WaitForNextTickAsync(deadline.Token);
    }

    // A killed process that nobody has waited for yet is dead all the same.
    private static bool IsAlive(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
