namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>Which kind of reservations a device has.</summary>
public enum ReservationBackend
{
    /// <summary>SCSI-3 persistent reservations, by <c>sg_persist</c>.</summary>
    Scsi,

    /// <summary>NVMe reservations, by <c>nvme</c>.</summary>
    Nvme,
}

/// <summary>Names of the kinds.</summary>
public static class ReservationBackends
{
    /// <summary>Fence agent on SCSI reservations, in <c>spec.healing.fencing</c>.</summary>
    public const string ScsiAgent = "scsiReservation";

    /// <summary>Fence agent on NVMe reservations.</summary>
    public const string NvmeAgent = "nvmeReservation";

    /// <summary>Reads the word of an order.</summary>
    /// <param name="word"><c>scsi</c> or <c>nvme</c>; everything else is none.</param>
    public static ReservationBackend? Parse(string word) => word switch
    {
        "scsi" => ReservationBackend.Scsi,
        "nvme" => ReservationBackend.Nvme,
        _ => null,
    };

    /// <summary>The word of an order.</summary>
    public static string Word(ReservationBackend backend) => backend == ReservationBackend.Scsi ? "scsi" : "nvme";

    /// <summary>What a target agent is told by a file system's fence agents: the word of the first that works on reservations, else empty.</summary>
    /// <param name="agents"><c>spec.healing.fencing</c>.</param>
    public static string WordFor(IEnumerable<string> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return agents.Select(a => a switch { ScsiAgent => "scsi", NvmeAgent => "nvme", _ => "" }).FirstOrDefault(w => w.Length > 0, "");
    }
}
