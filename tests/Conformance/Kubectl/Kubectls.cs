using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Kubectl;

/// <summary>
/// The kubectls to test with, none of them changed in any way: Debian's 1.20, which <c>./test</c> unpacks into <c>artifacts/kubectl</c>, and
/// the newest on the PATH.
/// </summary>
internal static class Kubectls
{
    /// <summary>The release that Debian 12 ships.</summary>
    public const string Debian = "1.20";

    /// <summary>Whatever newer one is on the PATH.</summary>
    public const string Newer = "newer";

    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> Found = new(FindAsync);

    /// <summary>The program, or null when there is none here.</summary>
    public static async Task<string?> PathOfAsync(string which) => (await Found.Value).GetValueOrDefault(which);

    private static async Task<IReadOnlyDictionary<string, string>> FindAsync()
    {
        var found = new Dictionary<string, string>();
        var unpacked = Path.Combine(Programs.Root, "artifacts", "kubectl", "usr", "bin", "kubectl");
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(directory => Path.Combine(directory, "kubectl"));
        foreach (var program in onPath.Prepend(unpacked).Where(File.Exists))
        {
            var version = (await Programs.RunAsync(program, ["version", "--client"])).Output;
            found.TryAdd(version.Contains("v1.20.", StringComparison.Ordinal) ? Debian : Newer, program);
        }

        return found;
    }
}
