using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>A program with arguments and this process's environment, in the C library's form.</summary>
/// <param name="words">Path of the program and its arguments.</param>
internal sealed class ProgramStart(IReadOnlyList<string> words)
{
    /// <summary>glibc's sigset_t has 128 bytes, musl's too.</summary>
    private const int SignalSetBytes = 128;

    /// <summary>posix_spawnattr_t: 336 bytes in glibc and in musl; larger is fine.</summary>
    private const int AttributesBytes = 1024;

    /// <summary>SIGTERM and SIGINT: what is passed on from process to process.</summary>
    public static byte[] Requests()
    {
        var signals = new byte[SignalSetBytes];
        _ = Libc.EmptySet(signals);
        _ = Libc.AddToSet(signals, Libc.Terminate);
        _ = Libc.AddToSet(signals, Libc.Interrupt);
        return signals;
    }

    /// <summary>Becomes the program. Returns only when that fails.</summary>
    /// <exception cref="Win32Exception">Why it failed.</exception>
    public void Execute()
    {
        var (arguments, environment) = (Vector(words), Environment());
        _ = Libc.Execute(arguments[0], arguments, environment);
        throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Starts the program from the calling thread, in that thread's name spaces.</summary>
    /// <param name="blockRequests">Whether requests to end wait until the program asks for them, instead of being lost on one that is not ready.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="Win32Exception">Why it failed.</exception>
    public int Start(bool blockRequests)
    {
        var (attributes, all, blocked) = (new byte[AttributesBytes], new byte[SignalSetBytes], new byte[SignalSetBytes]);
        _ = Libc.InitAttributes(attributes);
        _ = Libc.FillSet(all);
        _ = Libc.EmptySet(blocked);
        // What this runtime ignores or blocks is no concern of the program's.
        _ = Libc.SetDefaults(attributes, all);
        _ = Libc.SetMask(attributes, blockRequests ? Requests() : blocked);
        _ = Libc.SetFlags(attributes, Libc.SetSignalDefaults | Libc.SetSignalMask);
        var arguments = Vector(words);
        var error = Libc.Spawn(out var pid, arguments[0], 0, attributes, arguments, Environment());
        return error == 0 ? pid : throw new Win32Exception(error);
    }

    private static nint[] Environment() => Vector(
        from DictionaryEntry variable in System.Environment.GetEnvironmentVariables() select $"{variable.Key}={variable.Value}");

    // Never freed: the process becomes another, or lives as long as its only child.
    private static nint[] Vector(IEnumerable<string> texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];
}
