using System.Globalization;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>Plain lines, for logs and pipes.</summary>
/// <param name="writer">Where they go.</param>
internal sealed class LineAudience(TextWriter writer) : IDemoAudience
{
    /// <inheritdoc/>
    public void Say(string text) => writer.WriteLine(text);

    /// <inheritdoc/>
    public async Task<DemoStepResult> ShowAsync(IDemoStep step, Func<Task<DemoStepResult>> run)
    {
        await writer.WriteLineAsync($"{step.Name}: {step.Purpose} …");
        var result = await run();
        await writer.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{step.Name}: {(result.Ok ? "ok" : "FAILED")} after {result.Seconds:0.0} s: {result.Detail}"));
        return result;
    }
}
