using System.CommandLine;

namespace LustreSupervisor.Supervisor.Cli;

/// <summary>Where a command line's state directory and cluster are.</summary>
public static class Locations
{
    /// <summary>The state directory, absolute. It need not exist.</summary>
    /// <param name="context">Options and environment.</param>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UserErrorException">Neither option nor environment names one.</exception>
    public static string StateDirectory(this CliContext context, ParseResult parsed)
    {
        var chosen = parsed.GetValue(context.Options.StateDir);
        if (!string.IsNullOrEmpty(chosen))
            return Path.GetFullPath(chosen);
        // The XDG base directory specification: a relative value is invalid and to be ignored.
        var stateHome = context.Variable("XDG_STATE_HOME");
        if (Path.IsPathFullyQualified(stateHome ?? ""))
            return Path.Combine(stateHome!, SharedOptions.DirectoryName);
        var home = context.Variable("HOME");
        if (string.IsNullOrEmpty(home))
            throw new UserErrorException("no state directory: neither XDG_STATE_HOME nor HOME is set", "give --state-dir DIR");
        return Path.Combine(home, ".local", "state", SharedOptions.DirectoryName);
    }

    /// <summary>
    /// The kubeconfig files that name the cluster, first one first: the option's, else <c>$KUBECONFIG</c>'s list, else the state directory's.
    /// </summary>
    /// <param name="context">Options and environment.</param>
    /// <param name="parsed">The command line.</param>
    public static IReadOnlyList<string> Kubeconfigs(this CliContext context, ParseResult parsed)
    {
        var chosen = parsed.GetValue(context.Options.Kubeconfig);
        if (!string.IsNullOrEmpty(chosen))
            return [Path.GetFullPath(chosen)];
        var listed = context.Variable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (listed is { Length: > 0 })
            return [.. listed.Select(Path.GetFullPath)];
        return [Path.Combine(context.StateDirectory(parsed), "kubeconfig")];
    }
}
