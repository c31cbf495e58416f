using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>
/// <c>lustre-tools pod-init [--probe] --isolation none|mount|pid [--group FILE] [--bind SOURCE TARGET]… [--enter PID] -- PROGRAM [ARGUMENT]…</c>: starts a container as
/// a kubelet's runtime does, in name spaces of its own. With <c>--probe</c> it starts nothing and prints <c>possible</c> when that isolation is
/// possible here. With <c>--group</c> it first enters the group of processes (cgroup) whose <c>cgroup.procs</c> the file is. With <c>--bind</c> the container
/// finds a directory at another path. With
/// <c>--enter</c> it runs the program inside the container whose outer process that is, as <c>exec</c> does.
/// </summary>
internal static class PodInit
{
    public const string Verb = "pod-init";

    /// <summary>Exit code of a container whose program cannot be started (the shell's convention).</summary>
    public const int NotStarted = 126;

    private const int Usage = 2;

    /// <summary>Marks the process that is inside the name spaces.</summary>
    internal const string First = "--first";

    private const string Probe = "--probe";

    /// <summary>What a probe starts in place of a program.</summary>
    private const string Done = "--done";

    /// <summary>Runs the verb; returns the container's exit code.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is [Done])
            return Say(Console.OpenStandardOutput(), 0, "possible");
        var end = Array.IndexOf(arguments, "--");
        if (end < 0 || Find(arguments[..end], "--isolation") is not { } level || !Enum.TryParse<Isolation>(level, ignoreCase: true, out var isolation)
            || (end == arguments.Length - 1 && !arguments.Contains(Probe)))
            return Fail(Usage, $"write {Verb} --isolation none|mount|pid -- PROGRAM [ARGUMENT]…");
        try
        {
            var words = arguments.Contains(Probe) ? [Environment.ProcessPath!, Verb, Done] : arguments[(end + 1)..];
            if (Find(arguments[..end], "--enter") is { } inside)
                return ContainerEntry.Run(int.Parse(inside, CultureInfo.InvariantCulture), arguments[0] == First, arguments[..end], words, isolation);
            if (arguments[0] == First)
                return FirstProcess.Run(words);
            if (Find(arguments[..end], "--group") is { } group)
                File.WriteAllText(group, "0");
            if (isolation == Isolation.Pid)
                return new Launcher([Environment.ProcessPath!, Verb, First, .. arguments[..end], "--", .. words], VolumeMounts.Of(arguments[..end])).Run();
            if (isolation == Isolation.Mount)
            {
                NameSpaces.Enter(Libc.NewMounts);
                VolumeMounts.Make(VolumeMounts.Of(arguments[..end]));
            }

            new ProgramStart(words).Execute();
            return NotStarted;
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException or FormatException)
        {
            return Fail(NotStarted, error.Message);
        }
    }

    private static string? Find(string[] arguments, string option)
    {
        var at = Array.IndexOf(arguments, option);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    private static int Fail(int exitCode, string why) => Say(Console.OpenStandardError(), exitCode, $"{Verb}: {why}");

    private static int Say(Stream where, int exitCode, string what)
    {
        where.Write(Encoding.UTF8.GetBytes(what + "\n"));
        return exitCode;
    }
}
