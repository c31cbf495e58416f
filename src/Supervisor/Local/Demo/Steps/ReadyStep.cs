namespace LustreSupervisor.Supervisor.Local.Demo.Steps;

/// <summary>All servers come up, each its own OS process, and the endpoint tells the same story as the API.</summary>
internal sealed class ReadyStep : IDemoStep
{
    /// <inheritdoc/>
    public string Name => "ready";

    /// <inheritdoc/>
    public string Purpose => "all six servers are formatted, mounted and serving, each its own OS process";

    /// <inheritdoc/>
    public async Task<string> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var (look, seconds) = await stage.UntilAsync(
            "six servers serving",
            now => now.Servers.Count == DemoLimits.Servers && now.Servers.All(server => server.Serves()),
            cancellationToken);
        Claims.AllServeAlone(look);
        foreach (var server in look.Servers)
            Claims.Require(server.Incarnation == 1, $"{server.Label} needed {server.Incarnation} incarnations for its first start");
        var own = (await stage.Management.TargetsAsync(cancellationToken)).ToDictionary(target => target.Name);
        foreach (var server in look.Servers)
        {
            Claims.Require(
                own.TryGetValue(server.Name, out var target) && target.State == server.State && target.Incarnation?.Number == server.Incarnation,
                $"the management endpoint tells another story of {server.Label} than the API");
        }

        return $"{look.Servers.Count} servers on {look.Servers.Select(server => server.Node).Distinct().Count()} nodes, serving after {seconds:0.0} s";
    }
}
