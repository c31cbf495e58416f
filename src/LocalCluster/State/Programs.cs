namespace LustreSupervisor.LocalCluster.State;

/// <summary>The programs that make up a laptop cluster.</summary>
/// <param name="Supervisor">This program: also API server, node and hall.</param>
/// <param name="Agent">The agent in a server's pod.</param>
/// <param name="Tools">Lustre's simulated tools, one program of many names.</param>
public sealed record Programs(string Supervisor, string Agent, string Tools)
{
    /// <summary>Environment variable that names the directory of the built programs; set by the wrapper script.</summary>
    public const string Variable = "LUSTRE_SUPERVISOR_ARTIFACTS";

    /// <summary>How many parents of this program's directory are searched for <c>artifacts</c>: bin/CONFIGURATION/FRAMEWORK and two more.</summary>
    private const int ParentsSearched = 6;

    /// <summary>Finds the programs: where the wrapper built them, or below the repository that this program was built in.</summary>
    /// <exception cref="StateException">One is missing.</exception>
    public static Programs Find() => new(
        FindFile("supervisor", "supervisor"),
        FindFile("agent", "lustre-agent"),
        FindFile("tools", "lustre-tools"));

    private static string FindFile(string folder, string name)
    {
        foreach (var candidate in Candidates(folder, name))
        {
            if (File.Exists(candidate))
                return candidate;
        }

        throw new StateException($"{name} is not built: run ./supervisor once, or set {Variable} to the directory of the built programs.");
    }

    private static IEnumerable<string> Candidates(string folder, string name)
    {
        // This very program first: parts of one cluster must be of one build.
        if (Path.GetFileName(Environment.ProcessPath) == name)
            yield return Environment.ProcessPath!;
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } built)
            yield return Path.Combine(built, folder, name);
        yield return Path.Combine(AppContext.BaseDirectory, name);
        var directory = AppContext.BaseDirectory;
        for (var level = 0; level < ParentsSearched && directory is not null; level++)
        {
            directory = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(directory));
            if (directory is null)
                yield break;
            yield return Path.Combine(directory, folder, name);
            yield return Path.Combine(directory, "artifacts", folder, name);
        }
    }
}
