namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>Who is told how the demo goes.</summary>
internal interface IDemoAudience
{
    /// <summary>Something that is neither success nor failure.</summary>
    /// <param name="text">One line.</param>
    void Say(string text);

    /// <summary>Runs a step while showing that it runs, then shows its result.</summary>
    /// <param name="step">The step.</param>
    /// <param name="run">Runs it.</param>
    /// <returns>Its result.</returns>
    Task<DemoStepResult> ShowAsync(IDemoStep step, Func<Task<DemoStepResult>> run);
}
