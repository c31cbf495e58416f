using System.Diagnostics;

namespace LustreSupervisor.Agent.Tests.Rigs;

/// <summary>One <c>lustre-agent</c> process, as a kubelet starts it.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process _process;

    private readonly Task<string> _stderr;

    private AgentProcess(Process process)
    {
        _process = process;
        Stdout = process.StandardOutput.ReadToEndAsync();
        _stderr = process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    public Task<string> Stdout { get; }

    /// <summary>The other end of the lifeline.</summary>
    public StreamWriter Lifeline => _process.StandardInput;

    public static AgentProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "lustre-agent"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return new AgentProcess(Process.Start(info)!);
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Pid}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<(int Exit, string Stderr)> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Eventually.Within);
        return (_process.ExitCode, await _stderr);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
