using System.Globalization;
using Spectre.Console;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>A terminal: a spinner while a step runs, a coloured line for its result.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TerminalAudience(IAnsiConsole console) : IDemoAudience
{
    /// <inheritdoc/>
    public void Say(string text) => console.WriteLine(text);

    /// <inheritdoc/>
    public async Task<DemoStepResult> ShowAsync(IDemoStep step, Func<Task<DemoStepResult>> run)
    {
        var result = await console.Status()
            .Spinner(Spinner.Known.Dots)
            .StartAsync($"[bold]{step.Name.EscapeMarkup()}[/]: {step.Purpose.EscapeMarkup()}", _ => run());
        var mark = result.Ok ? "[green]✔[/]" : "[red]✘[/]";
        var seconds = result.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
        console.MarkupLine($"{mark} [bold]{step.Name.EscapeMarkup()}[/] [grey]{seconds} s[/] {result.Detail.EscapeMarkup()}");
        return result;
    }
}
