using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Agent.Reservations;

/// <summary>Opens devices for reservations, and only those that are certainly the ones that are meant.</summary>
/// <param name="identity">Who they are.</param>
/// <param name="tools">Runs the tools.</param>
internal sealed class ReservedDevices(DeviceIdentityReader identity, ReservationTools tools)
{
    /// <summary>Opens one.</summary>
    /// <param name="backend">Kind of reservations.</param>
    /// <param name="path">Path on this node.</param>
    /// <param name="id">Identity that is meant.</param>
    /// <returns>The device, or why it is not certainly the one that is meant.</returns>
    public (IReservedDevice? Device, string Complaint) Open(ReservationBackend backend, string path, string id)
    {
        if (identity.Complaint(path, id) is { } complaint)
            return (null, complaint);
        return (backend == ReservationBackend.Scsi ? new ScsiDevice(identity.PathsOf(path), tools) : new NvmeDevice(path, tools), "");
    }
}
