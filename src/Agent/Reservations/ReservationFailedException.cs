namespace LustreSupervisor.Agent.Reservations;

/// <summary>A tool did not do what it was asked to. What became of the command on the device is known from the device only.</summary>
/// <param name="unsupported">The device knows no such command.</param>
/// <param name="message">What the tool said.</param>
internal sealed class ReservationFailedException(bool unsupported, string message) : Exception(message)
{
    /// <summary>The device knows no such command.</summary>
    public bool Unsupported { get; } = unsupported;
}
