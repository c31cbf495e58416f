using System.Diagnostics;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.EndToEnd;

/// <summary>Runs the program as a person does: by the wrapper at the repository's root.</summary>
internal sealed class Wrapper : IDisposable
{
    /// <summary>A first run builds everything, on a machine that may be busy with other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private Wrapper(IEnumerable<string> arguments)
    {
        process = Process.Start(new ProcessStartInfo(Path.Combine(Root, "supervisor"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        })!;
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync(Ct);
        errors = process.StandardError.ReadToEndAsync(Ct);
    }

    /// <summary>The test's own end.</summary>
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Starts the program and leaves it running.</summary>
    public static Wrapper Start(params IEnumerable<string> arguments) => new(arguments);

    /// <summary>Runs the program to its end.</summary>
    public static async Task<Result> RunAsync(params IEnumerable<string> arguments)
    {
        using var wrapper = new Wrapper(arguments);
        return await wrapper.EndAsync();
    }

    /// <summary>Sends the program a signal: the wrapper has become the program by then.</summary>
    public void Send(Signal signal) => ProcessIdentity.Of(process.Id)?.Send(signal);

    /// <summary>Waits for the program's end.</summary>
    public async Task<Result> EndAsync()
    {
        await process.WaitForExitAsync(Ct).WaitAsync(Patience, Ct);
        return new Result(process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Supervisor.sln")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return directory;
    }

    /// <summary>How a run ended.</summary>
    internal sealed record Result(int ExitCode, string Output, string Errors);
}
