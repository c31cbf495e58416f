using System.Diagnostics;
using LustreSupervisor.Conformance.Clusters;
using LustreSupervisor.Conformance.Pods;

namespace LustreSupervisor.Conformance.Kubectl;

/// <summary>A test that talks through kubectl, in the test's namespace unless told otherwise.</summary>
public abstract class KubectlTest(ConformanceCluster cluster) : PodTest(cluster)
{
    private readonly string home = Directory.CreateTempSubdirectory("kubectl-home-").FullName;
    private string program = "";

    /// <summary>The kubectls that every test runs with.</summary>
    public static TheoryData<string> Each => [Kubectls.Debian, Kubectls.Newer];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(home, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Chooses the kubectl; a machine without it skips the test aloud.</summary>
    protected async Task UseAsync(string which)
    {
        var found = await Kubectls.PathOfAsync(which);
        Assert.SkipWhen(found is null, $"there is no kubectl ({which}) here");
        program = found!;
    }

    /// <summary>Runs kubectl to its end.</summary>
    private protected Task<ProgramResult> TryAsync(IEnumerable<string> words, string input = "") =>
        Programs.RunAsync(program, [.. words, "--namespace", Namespace, "--kubeconfig", Cluster.Kubeconfig], input, Environment());

    /// <summary>Runs kubectl, which must succeed, and returns what it printed.</summary>
    protected async Task<string> RunAsync(IEnumerable<string> words, string input = "")
    {
        var result = await TryAsync(words, input);
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', words)}: {result.Said}");
        return result.Output;
    }

    /// <summary>Runs kubectl with words that hold no blanks.</summary>
    protected Task<string> SayAsync(string words, string input = "") => RunAsync(words.Split(' '), input);

    /// <summary>Starts a kubectl that goes on until the caller ends it.</summary>
    protected Process Start(string words) =>
        Programs.Start(program, [.. words.Split(' '), "--namespace", Namespace, "--kubeconfig", Cluster.Kubeconfig], Environment());

    /// <summary>Lines of a table, each in its cells, the head left out.</summary>
    protected static List<string[]> Rows(string table) =>
        [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Discovery is cached below the home directory: a test must not see another cluster's.</summary>
    private Dictionary<string, string> Environment() => new() { ["HOME"] = home };
}
