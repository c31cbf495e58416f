using System.Runtime.CompilerServices;

namespace LustreSupervisor.Simulation.Engine;

/// <summary>A wait in virtual time. What follows the <c>await</c> runs on the agenda, in the host that waits.</summary>
/// <param name="agenda">Agenda.</param>
/// <param name="host">Who waits.</param>
/// <param name="delay">How long.</param>
internal readonly struct Rest(Agenda agenda, Host host, TimeSpan delay)
{
    /// <summary>For the compiler.</summary>
    public Waiter GetAwaiter() => new(agenda, host, delay);

    /// <summary>For the compiler.</summary>
    /// <param name="agenda">Agenda.</param>
    /// <param name="host">Who waits.</param>
    /// <param name="delay">How long.</param>
    public readonly struct Waiter(Agenda agenda, Host host, TimeSpan delay) : ICriticalNotifyCompletion
    {
        /// <summary>Never: even a wait of no length lets others go first.</summary>
        public bool IsCompleted => false;

        /// <summary>Nothing comes of a wait.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => agenda.After(delay, host, continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => agenda.After(delay, host, continuation);
    }
}
