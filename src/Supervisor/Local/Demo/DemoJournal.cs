namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>The journal's file, read by the offline reader.</summary>
/// <param name="path">Path of the journal.</param>
internal sealed class DemoJournal(string path) : IDemoJournal
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<JournaledProof>> ProofsAsync(CancellationToken cancellationToken) =>
        throw new DemoStepException($"{path} cannot be read yet");

    /// <inheritdoc/>
    public Task<(IReadOnlyList<ReplayedTarget> Targets, long Events)> ReplayAsync(CancellationToken cancellationToken) =>
        throw new DemoStepException($"{path} cannot be read yet");
}
