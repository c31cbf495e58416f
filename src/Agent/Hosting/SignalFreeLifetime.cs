namespace LustreSupervisor.Agent.Hosting;

/// <summary>
/// The host's own handling of signals would stop the server first; here the target is unmounted first (<see cref="Ending"/>).
/// </summary>
internal sealed class SignalFreeLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
