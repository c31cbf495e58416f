using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Demo;

/// <summary>What must hold between two looks at the cluster. Each claim throws with what it saw instead.</summary>
internal static class Claims
{
    /// <summary>The named server in a look.</summary>
    /// <param name="look">The look.</param>
    /// <param name="label">Its label.</param>
    /// <exception cref="DemoStepException">It is not there.</exception>
    public static ServerView Server(this ClusterSnapshot look, string label) =>
        look.Servers.FirstOrDefault(server => server.Label == label) ?? throw new DemoStepException($"there is no server {label}");

    /// <summary>True when the server serves in a process of its own.</summary>
    /// <param name="server">The server.</param>
    public static bool Serves(this ServerView server) => server is { State: "Serving", Pid: not null };

    /// <summary>True when the server serves in a life after the one it had.</summary>
    /// <param name="server">The server now.</param>
    /// <param name="before">The server as it was.</param>
    public static bool ServesAnewSince(this ServerView server, ServerView before) =>
        server.Serves() && server.Incarnation > before.Incarnation && server.Pid != before.Pid;

    /// <summary>All servers serve, each in a process of its own.</summary>
    /// <param name="look">The look.</param>
    /// <exception cref="DemoStepException">They do not.</exception>
    public static void AllServeAlone(ClusterSnapshot look)
    {
        Require(look.Servers.Count == DemoLimits.Servers, $"{DemoLimits.Servers} servers are declared, {look.Servers.Count} exist");
        foreach (var server in look.Servers)
            Require(server.Serves(), $"{server.Label} is {server.State}, process {server.Pid?.ToString() ?? "none"}");
        var pids = look.Servers.Select(server => server.Pid).Distinct().Count();
        Require(pids == look.Servers.Count, $"{look.Servers.Count} servers share {pids} processes");
    }

    /// <summary>Exactly one new life was planned for the server, on the same target.</summary>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is.</param>
    /// <exception cref="DemoStepException">It was none, or more than one, or another device.</exception>
    public static void OneLifeLater(ServerView before, ServerView after)
    {
        Require(after.Pid != before.Pid, $"{after.Label} still is process {before.Pid}");
        Require(
            after.Epoch == before.Epoch && after.Incarnation == before.Incarnation + 1,
            $"{after.Label} went from incarnation {before.Epoch}.{before.Incarnation} to {after.Epoch}.{after.Incarnation}");
        Require(after.DeviceUuid == before.DeviceUuid, $"{after.Label} is on another file system: {before.DeviceUuid} became {after.DeviceUuid}");
    }

    /// <summary>The servers live the very lives they had: same process, same incarnation, same node.</summary>
    /// <param name="before">The look before.</param>
    /// <param name="after">The look now.</param>
    /// <param name="but">Labels of those that had to change.</param>
    /// <exception cref="DemoStepException">One does not.</exception>
    public static void OthersUntouched(ClusterSnapshot before, ClusterSnapshot after, params IEnumerable<string> but)
    {
        foreach (var was in before.Servers.ExceptBy(but, server => server.Label))
        {
            var server = after.Server(was.Label);
            Require(server == was, $"{was.Label} was {Life(was)} and is {Life(server)}, though nothing happened to it");
        }
    }

    /// <summary>Throws unless the claim holds.</summary>
    /// <param name="holds">The claim.</param>
    /// <param name="otherwise">What was seen instead.</param>
    /// <exception cref="DemoStepException">It does not hold.</exception>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new DemoStepException(otherwise);
    }

    private static string Life(ServerView server) =>
        $"{server.State} in process {server.Pid?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, incarnation {server.Epoch}.{server.Incarnation} on {server.Node}";
}
