using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>What the laptop cluster refuses becomes one line for the person who asked.</summary>
internal static class LocalErrors
{
    /// <summary>Runs the work and translates its refusals.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="work">The work.</param>
    /// <exception cref="UserErrorException">It was refused.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (StateException refusal)
        {
            throw new UserErrorException(refusal.Message.ReplaceLineEndings(" ").TrimEnd('.'), null, refusal);
        }
    }
}
