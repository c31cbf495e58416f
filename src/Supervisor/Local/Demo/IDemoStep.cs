namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>One step of the demo: does something to the cluster and verifies what must follow.</summary>
internal interface IDemoStep
{
    /// <summary>Name in the report.</summary>
    string Name { get; }

    /// <summary>What it does, for the person who watches.</summary>
    string Purpose { get; }

    /// <summary>Runs the step.</summary>
    /// <param name="stage">What it acts on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was seen, one line.</returns>
    /// <exception cref="DemoStepException">It does not hold.</exception>
    Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken);
}
