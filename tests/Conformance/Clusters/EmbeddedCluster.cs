namespace LustreSupervisor.Conformance.Clusters;

/// <summary>An embedded cluster of its own, started and ended by the program as a person would.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("conformance-").FullName;

    public string StateDirectory => Path.Combine(root, "state");

    public string Kubeconfig => Path.Combine(StateDirectory, "kubeconfig");

    /// <summary>Starts it; returns when its nodes are Ready.</summary>
    public static async Task<EmbeddedCluster> StartAsync(int nodes = 3)
    {
        var cluster = new EmbeddedCluster();
        var started = await cluster.RunAsync("up", "--detach", "--no-supervisor", "--nodes", $"{nodes}", "--delay-factor", "0.1");
        if (started.ExitCode == 0) return cluster;
        await cluster.DisposeAsync();
        throw new InvalidOperationException($"The embedded cluster does not start:\n{started.Errors}");
    }

    /// <summary>Runs <c>supervisor local …</c> for this cluster.</summary>
    public Task<ProgramResult> RunAsync(params IEnumerable<string> words) =>
        Programs.RunAsync(Path.Combine(Programs.Root, "supervisor"), ["local", .. words, "--state-dir", StateDirectory]);

    /// <summary>Runs <c>supervisor local …</c>, which must succeed.</summary>
    public async Task MustAsync(params IEnumerable<string> words)
    {
        var result = await RunAsync(words);
        Assert.True(result.ExitCode == 0, $"supervisor local {string.Join(' ', words)}: {result.Said}");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        Directory.Delete(root, recursive: true);
    }
}
