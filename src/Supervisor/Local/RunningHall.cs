using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>The hall that runs in a state directory.</summary>
internal static class RunningHall
{
    /// <summary>Connects to it.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">None runs there.</exception>
    public static async Task<HallClient> ConnectAsync(StateDirectory directory, CancellationToken cancellationToken) =>
        await TryConnectAsync(directory, cancellationToken)
        ?? throw new StateException($"No laptop cluster runs in {directory.Root}: start one with 'supervisor local up'.");

    /// <summary>Connects to it, or returns null when none runs.</summary>
    /// <param name="directory">State directory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">The directory is not ours.</exception>
    public static async Task<HallClient?> TryConnectAsync(StateDirectory directory, CancellationToken cancellationToken)
    {
        var hall = HallClient.For(directory);
        if (hall is not null && await hall.TryStatusAsync(cancellationToken) is not null)
            return hall;
        hall?.Dispose();
        return null;
    }
}
