namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>
/// Ties a process's life to its parent's: the parent holds the other end of the child's standard input, and the kernel
/// closes it at the parent's death, however that comes. (PR_SET_PDEATHSIG would not do: it follows the parent's thread.)
/// </summary>
public static class Lifeline
{
    /// <summary>Environment variable that tells a child to hang on its lifeline.</summary>
    public const string Variable = "LUSTRE_LIFELINE";

    /// <summary>The variable's value: standard input is the lifeline.</summary>
    public const string StandardInput = "stdin";

    private const int ExitStatus = 143;

    /// <summary>
    /// Ends this process at once when the parent is gone, and leaves the parent's terminal, whose Ctrl-C is the parent's to handle.
    /// Does nothing unless the environment asks for it. A death of the parent is a crash: nothing is cleaned up, as nothing is when a
    /// machine loses power.
    /// </summary>
    public static void Hang()
    {
        if (Environment.GetEnvironmentVariable(Variable) != StandardInput)
            return;
        ProcessSession.Enter();
        var thread = new Thread(WaitForEnd) { IsBackground = true, Name = "lifeline" };
        thread.Start();
    }

    private static void WaitForEnd()
    {
        using var input = Console.OpenStandardInput();
        try
        {
            while (input.ReadByte() >= 0)
            {
                // The parent says nothing on it; only its end has a meaning.
            }
        }
        catch (IOException)
        {
            // A broken pipe means the same as its end.
        }

        NativeMethods.ExitNow(ExitStatus);
    }
}
