using System.ComponentModel;
using System.Text;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>
/// <c>lustre-tools pod-init [--probe] --isolation none|mount|pid -- PROGRAM [ARGUMENT]…</c>: starts a container as a kubelet's runtime does, in
/// name spaces of its own. With <c>--probe</c> it starts nothing and prints <c>possible</c> when that isolation is possible here.
/// </summary>
internal static class PodInit
{
    public const string Verb = "pod-init";

    /// <summary>Exit code of a container whose program cannot be started (the shell's convention).</summary>
    public const int NotStarted = 126;

    private const int Usage = 2;

    /// <summary>Marks the process that becomes the first one of the pod.</summary>
    private const string First = "--first";

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
            if (arguments[0] == First)
                return FirstProcess.Run(words);
            if (isolation == Isolation.Pid)
                return new Launcher([Environment.ProcessPath!, Verb, First, .. arguments[..end], "--", .. words]).Run();
            if (isolation == Isolation.Mount)
                NameSpaces.Enter(Libc.NewMounts);
            new ProgramStart(words).Execute();
            return NotStarted;
        }
        catch (Win32Exception error)
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
