using CsCheck;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Fencing.Exec;

namespace LustreSupervisor.Supervisor.Tests.Fencing;

public sealed class ExecFenceFileTests
{
    [Fact]
    public void Reads_what_a_site_writes()
    {
        var settings = ExecFenceFile.Parse(
            """
            script: /bin/sh
            timeoutSeconds: 30
            options:
              username: fence
              lanplus: 1
              ssl_insecure: false
            nodes:
              4c4c4544-0000-4000-8000-000000000001: {plug: 17, options: {ip: 10.0.0.1}}
              oss2: {plug: "0018"}
            """,
            "fence.yaml");
        Assert.Equal("/bin/sh", settings.Script);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Timeout);
        Assert.Equal(["lanplus=1", "ssl_insecure=false", "username=fence"], settings.Options.Select(o => $"{o.Key}={o.Value}"));
        Assert.Equal("17", settings.Nodes["4C4C4544-0000-4000-8000-000000000001"].Plug);
        Assert.Equal("10.0.0.1", settings.Nodes["4C4C4544-0000-4000-8000-000000000001"].Options["ip"]);
        Assert.Equal("0018", settings.Nodes["OSS2"].Plug);
    }

    [Theory]
    [InlineData("options: {}", "fence.yaml:1: script: must be the path")]
    [InlineData("script: sh", "fence.yaml:1: script: sh is not absolute")]
    [InlineData("script: /nowhere/fence", "fence.yaml:1: script: /nowhere/fence is not there")]
    [InlineData("script: /etc/passwd", "is not executable")]
    [InlineData("script: /bin/sh\ntimeoutSeconds: 0", "fence.yaml:2: timeoutSeconds: must be a whole number from 1 to 120")]
    [InlineData("script: /bin/sh\noptions: [a]", "fence.yaml:2: options: is a list")]
    [InlineData("script: /bin/sh\noptions:\n  action: on", "fence.yaml:3: options.action: is set by the supervisor")]
    [InlineData("script: /bin/sh\noptions:\n  password: \"s3cret\\naction=on\"", "fence.yaml:3: options.password: holds a line break")]
    [InlineData("script: /bin/sh\noptions:\n  passwordFile: pw", "fence.yaml:3: options.passwordFile: must be an absolute path")]
    [InlineData("script: /bin/sh\noptions:\n  passwordFile: /nowhere/pw", "options.passwordFile: /nowhere/pw is not there")]
    [InlineData("script: /bin/sh\nnodes:\n  node1: 3", "fence.yaml:3: nodes.node1: is a whole number")]
    [InlineData("script: /bin/sh\nnodes:\n  node1: {plug: 1, port: 2}", "fence.yaml:3: nodes.node1.port: is not known")]
    [InlineData("script: /bin/sh\nnodes:\n  node1: {plug: 1}\n  NODE1: {plug: 2}", "fence.yaml:4: nodes.NODE1: is given twice")]
    [InlineData("script: /bin/sh\nretries: 3", "fence.yaml:2: retries: is not known; known are script, timeoutSeconds, options, nodes")]
    [InlineData("script: [", "fence.yaml:")]
    [InlineData("", "must be one object")]
    public void Says_what_is_wrong_and_where(string text, string words)
    {
        var error = Assert.Throws<UserErrorException>(() => ExecFenceFile.Parse(text, "fence.yaml")).Line;
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_anybody_may_write_is_not_read()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "script: /bin/sh\n");
            Assert.Equal("/bin/sh", ExecFenceFile.Read(file).Script);
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherWrite);
            Assert.Contains($"chmod o-w {file}", Assert.Throws<UserErrorException>(() => ExecFenceFile.Read(file)).Line, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Any_text_gives_settings_or_a_fault() => Gen.String[Gen.Char["script: /bnod{}[]\"\n-&*!|>'#,1a\0\ufeff"], 0, 60].Sample(text =>
    {
        try
        {
            Assert.NotNull(ExecFenceFile.Parse("script: /bin/sh\n" + text, "f").Options);
        }
        catch (UserErrorException e)
        {
            Assert.StartsWith("--fence-exec: f:", e.Line, StringComparison.Ordinal);
        }
    });
}
