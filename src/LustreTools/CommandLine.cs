using System.Text;

namespace LustreSupervisor.LustreTools;

/// <summary>The argument vector as the kernel handed it over: the runtime's own view of it hides the name of a symbolic link.</summary>
internal static class CommandLine
{
    private const string OwnName = "lustre-tools";

    /// <summary>
    /// Arguments with the tool's name first. The name is that of the link by which the program was called; called by its own name, its
    /// first argument is the tool.
    /// </summary>
    public static string[] OfThisProcess(string[] args)
    {
        var name = Path.GetFileName(CalledAs());
        return name.Length == 0 || name == OwnName || name.EndsWith(".dll", StringComparison.Ordinal) ? args : [name, .. args];
    }

    private static string CalledAs()
    {
        try
        {
            var text = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
            var end = text.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
