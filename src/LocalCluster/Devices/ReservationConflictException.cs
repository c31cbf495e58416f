namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>The storage refused a write: a reservation stands in which the machine is not registered.</summary>
internal sealed class ReservationConflictException(string message) : IOException(message);
