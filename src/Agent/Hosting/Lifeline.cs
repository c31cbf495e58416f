using LustreSupervisor.Agent.Native;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>
/// On the laptop a node is a process, and this agent is on it: when the node is gone, so is everything on it, at once. The kernel closes
/// the other end of standard input whatever way the node died.
/// </summary>
internal static class Lifeline
{
    /// <summary>As after SIGKILL.</summary>
    private const int ExitNodeGone = 137;

    /// <summary>Watches on a thread of its own: a busy thread pool must not keep a dead node's agent alive.</summary>
    public static void Hold()
    {
        var thread = new Thread(Watch, maxStackSize: 64 * 1024) { IsBackground = true, Name = "lifeline" };
        thread.Start(Console.OpenStandardInput());
    }

    private static void Watch(object? input)
    {
        var buffer = new byte[64];
        try
        {
            while (((Stream)input!).Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken lifeline is a cut one.
        }
        Libc.ExitNow(ExitNodeGone);
    }
}
