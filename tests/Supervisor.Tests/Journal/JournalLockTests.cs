using System.Diagnostics;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Tests.Journal;

public sealed class JournalLockTests
{
    [Fact]
    public async Task A_writer_in_another_process_is_named_and_its_death_frees_the_journal()
    {
        using var journal = new TemporaryJournal();
        journal.Open().Dispose();
        using var other = await HoldAsync(Path.ChangeExtension(journal.Path, ".lock"));
        var error = Assert.Throws<UserErrorException>(journal.Open);
        Assert.Contains("in use by process ", error.Line, StringComparison.Ordinal);
        Assert.DoesNotContain($"process {Environment.ProcessId}", error.Line, StringComparison.Ordinal);
        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var file = journal.Open();
        Assert.Equal(1, file.Epoch);
    }

    /// <summary>Has a process take the lock, and waits until it has it.</summary>
    private static async Task<Process> HoldAsync(string path)
    {
        // Without a shell or a child of its own: it is flock(1) itself that holds the lock and answers.
        var start = new ProcessStartInfo("flock", ["--exclusive", "--no-fork", path, "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("held?");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("held?", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return process;
    }
}
