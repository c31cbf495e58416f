using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

/// <summary>A fresh directory, and processes in it that end with the test.</summary>
public sealed class Scratch : IDisposable
{
    private readonly List<ChildProcess> children = [];

    public string Root { get; } = System.IO.Directory.CreateTempSubdirectory("hall-test-").FullName;

    public StateDirectory Directory => new(Path.Combine(Root, "state"));

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Starts a shell script with a marker in its environment.</summary>
    public ChildProcess Shell(string script, string marker = "TEST_MARKER", string value = "none")
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [marker] = value };
        var child = ChildProcess.Start(new ChildStart("/bin/sh", ["-c", script], environment, Root, PathOf("shell.log")));
        children.Add(child);
        return child;
    }

    public void Dispose()
    {
        foreach (var child in children)
        {
            child.Send(Signal.Kill);
            child.Dispose();
        }

        System.IO.Directory.Delete(Root, recursive: true);
    }
}
