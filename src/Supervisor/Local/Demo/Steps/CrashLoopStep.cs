using System.Globalization;

namespace LustreSupervisor.Supervisor.Local.Demo.Steps;

/// <summary>One server is killed again and again, as soon as it serves.</summary>
/// <param name="label">Label of the server.</param>
internal sealed class CrashLoopStep(string label) : IDemoStep
{
    /// <inheritdoc/>
    public string Name => "crash-loop";

    /// <inheritdoc/>
    public string Purpose => $"{label} is killed {DemoLimits.CrashLoopKills} times in a row";

    /// <inheritdoc/>
    public async Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var before = await stage.LookAsync(cancellationToken);
        Claims.AllServeAlone(before);
        var times = new List<double>();
        var look = before;
        for (var kill = 1; kill <= DemoLimits.CrashLoopKills; kill++)
        {
            var victim = look.Server(label);
            await stage.KillAsync(victim, cancellationToken);
            (look, var seconds) = await stage.UntilAsync(
                string.Create(CultureInfo.InvariantCulture, $"the return of {label} after kill {kill}"),
                now => now.Server(label).ServesAnewSince(victim),
                cancellationToken);
            Claims.OneLifeLater(victim, look.Server(label));
            Claims.Require(
                seconds < DemoLimits.StatefulSetSeconds,
                $"{label} took {seconds:0.0} s after kill {kill}; a StatefulSet takes {DemoLimits.StatefulSetSeconds} s at the fourth");
            times.Add(seconds);
        }

        Claims.OthersUntouched(before, look, label);
        var list = string.Join(", ", times.Select(seconds => seconds.ToString("0.0", CultureInfo.InvariantCulture)));
        return $"back after {list} s; a StatefulSet takes {DemoLimits.StatefulSetSeconds} s at the fourth; the others untouched";
    }
}
