namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>
/// Argument vectors of <c>nvme resv-*</c> (nvme-cli; nvme-resv-register(1) and its sisters). NVMe knows hosts, not paths: one registration holds for
/// all controllers of a host. Registrations persist through a loss of power (CPTPL 3), as those of Linux's own block layer do
/// (<c>drivers/nvme/host/pr.c</c>).
/// </summary>
public static class NvmeReservation
{
    /// <summary>Name of the tool.</summary>
    public const string Tool = "nvme";

    /// <summary>Reservation type 3: write exclusive, registrants only.</summary>
    private const string TypeOption = "--rtype=3";

    /// <summary>Registers a key; fails where this host is registered under another one, as after a boot.</summary>
    public static ReservationCall Register(string device, ulong key) =>
        new(Tool, ["resv-register", device, $"--nrkey={ReservationKey.Text(key)}", "--rrega=0", "--cptpl=3", "--iekey"]);

    /// <summary>Replaces this host's key, whatever it is; fails on some controllers where there is none.</summary>
    public static ReservationCall Replace(string device, ulong key) =>
        new(Tool, ["resv-register", device, $"--nrkey={ReservationKey.Text(key)}", "--rrega=2", "--cptpl=3", "--iekey"]);

    /// <summary>Takes this host's registration away.</summary>
    public static ReservationCall Unregister(string device, ulong key) =>
        new(Tool, ["resv-register", device, $"--crkey={ReservationKey.Text(key)}", "--rrega=1"]);

    /// <summary>Reserves: from here on only registrants write.</summary>
    public static ReservationCall Reserve(string device, ulong key) =>
        new(Tool, ["resv-acquire", device, $"--crkey={ReservationKey.Text(key)}", TypeOption, "--racqa=0"]);

    /// <summary>Takes another key's registrations away, with the reservation if it is theirs, and aborts the commands that it has in the controller.</summary>
    public static ReservationCall PreemptAndAbort(string device, ulong own, ulong other) => new(
        Tool,
        ["resv-acquire", device, $"--crkey={ReservationKey.Text(own)}", $"--prkey={ReservationKey.Text(other)}", TypeOption, "--racqa=2"]);

    /// <summary>
    /// Reads keys and reservation. The extended data structure is what controllers with host identifiers of 128 bits insist on (all of NVMe over
    /// fabrics); others refuse it.
    /// </summary>
    public static ReservationCall Report(string device, bool extended)
    {
        string[] eds = extended ? ["--eds"] : [];
        return new ReservationCall(Tool, ["resv-report", device, .. eds, "--output-format=json"]);
    }
}
