using LustreSupervisor.Agent.Tools;

namespace LustreSupervisor.Agent.Tests.RealTools;

/// <summary>Programs of this machine. A test that lacks one is skipped and says so; it never passes for want of a tool.</summary>
internal static class RealTool
{
    /// <summary>The simulated tools are one program under the real ones' names.</summary>
    private const string Simulated = "lustre-tools";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private static readonly string SearchPath =
        (Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/sbin:/usr/bin:/bin";

    /// <summary>Skips the test unless all are there.</summary>
    public static void Require(string reason, params string[] tools) =>
        Assert.SkipUnless(tools.All(t => Find(t) is not null), reason);

    /// <summary>Runs one.</summary>
    public static Task<ToolResult> RunAsync(string tool, params string[] arguments) =>
        new ToolRunner(SearchPath, "1.1.test", TimeProvider.System)
            .RunAsync(tool, arguments, Within, mayKill: true, TestContext.Current.CancellationToken);

    private static string? Find(string tool) =>
        SearchPath.Split(':').Where(d => d.StartsWith('/')).Select(d => Path.Combine(d, tool)).FirstOrDefault(IsReal);

    private static bool IsReal(string path) => File.Exists(path)
        && Path.GetFileName(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) != Simulated
        && !(new FileInfo(path).Length < ScriptBytesMax && File.ReadAllText(path).Contains(Simulated, StringComparison.Ordinal));

    /// <summary>A wrapper that only calls the simulated tools is no longer than this.</summary>
    private const int ScriptBytesMax = 4096;
}
