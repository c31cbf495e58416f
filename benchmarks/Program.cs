using System.CommandLine;
using LustreSupervisor.Benchmarks.Kubernetes;
using LustreSupervisor.Benchmarks.Local;
using LustreSupervisor.Benchmarks.SelfFence;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;

var context = CliContext.ForThisProcess();
var root = new RootCommand("Measures Lustre Supervisor. Numbers are this machine's, now; nothing is asserted.") 
{
    LocalBenchCommand.Create(context), KubernetesBenchCommand.Create(context), SelfFenceBenchCommand.Create(context),
};
using var ended = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    ended.Cancel();
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, ended.Token);
}
catch (Exception error) when (error is UserErrorException or StateException or HttpRequestException)
{
    await context.ErrorText.WriteLineAsync($"error: {(error as UserErrorException)?.Line ?? error.Message}");
    return ExitCodes.UserError;
}
catch (OperationCanceledException) when (ended.IsCancellationRequested)
{
    return ExitCodes.Interrupted;
}
