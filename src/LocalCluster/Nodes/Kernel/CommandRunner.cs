using System.Text.Json;
using LustreSupervisor.LocalCluster.Nodes.Data;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>Drives one command from its first step to its reply, in real time.</summary>
internal sealed class CommandRunner(SimulatedKernel kernel, TargetServers servers, Network network, KernelHostOptions options, ILogger logger)
{
    /// <summary>Runs it.</summary>
    /// <param name="step">First step.</param>
    /// <param name="callerGone">Cancelled when the calling process dies or its pod ends.</param>
    /// <param name="cancellationToken">Cancelled when the kernel itself goes down.</param>
    public async Task<ToolReply> RunAsync(Continuation step, CancellationToken callerGone, CancellationToken cancellationToken)
    {
        Answer? answer = null;
        try
        {
            while (true)
            {
                var interrupt = callerGone.IsCancellationRequested && step.Killable;
                var result = await kernel.StepAsync(step, answer, !callerGone.IsCancellationRequested, interrupt, cancellationToken);
                await servers.SettleAsync();
                answer = null;
                switch (result.Progress)
                {
                    case Wait wait:
                        await WaitAsync(wait, callerGone, cancellationToken);
                        step = wait.Next;
                        break;
                    case Ask ask:
                        answer = await network.AskAsync(ask.Question, cancellationToken);
                        step = ask.Next;
                        break;
                    case Done done:
                        return done.Reply;
                    default:
                        throw new JsonException($"Unknown progress {result.Progress.GetType().Name}");
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            KernelLog.DeviceFailed(logger, step.DevicePath ?? "", error.Message);
            return new ToolReply(Errno.Io, "", $"{step.Caller.Tool}: {step.DevicePath}: {Errno.Text(Errno.Io)} ({error.Message})\n");
        }
    }

    // A killed caller ends the wait at once where a signal would; elsewhere the system call goes on.
    private async Task WaitAsync(Wait wait, CancellationToken callerGone, CancellationToken cancellationToken)
    {
        using var killed = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, wait.Next.Killable ? callerGone : CancellationToken.None);
        try
        {
            await Task.Delay(wait.Delay, options.TimeProvider, killed.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The next step is told that its caller is gone.
        }
    }
}
