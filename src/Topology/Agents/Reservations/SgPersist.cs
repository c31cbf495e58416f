using System.Collections.Immutable;
using System.Globalization;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>
/// Argument vectors of <c>sg_persist</c> (sg3_utils; sg_persist(8)). Keys are hexadecimal without a prefix, as the manual has them. Registrations
/// persist through a loss of the device's power (APTPL), as those of Linux's own block layer do (<c>drivers/scsi/sd.c</c>): a guard that vanishes with
/// the power would let a frozen kernel write when both are back.
/// </summary>
public static class SgPersist
{
    /// <summary>Name of the tool.</summary>
    public const string Tool = "sg_persist";

    /// <summary>Exit code: nothing was done, the device has something to tell first (sg3_utils(8)). Each path is told once of a pre-emption.</summary>
    public const int ExitUnitAttention = 6;

    /// <summary>Exit code: the device is busy for the moment.</summary>
    public const int ExitBusy = 26;

    /// <summary>Exit code: reservation conflict.</summary>
    public const int ExitConflict = 24;

    private const string TypeOption = "--prout-type=5";

    private static readonly int[] NotSupported = [5, 9];

    /// <summary>Registers a key for this path, whatever was registered for it before.</summary>
    public static ReservationCall Register(string device, ulong key) =>
        Out(device, "--register-ignore", $"--param-sark={Hex(key)}", "--param-aptpl");

    /// <summary>Takes this path's registration away.</summary>
    public static ReservationCall Unregister(string device, ulong key) => Out(device, "--register", $"--param-rk={Hex(key)}", "--param-sark=0");

    /// <summary>Reserves: from here on only registrants write.</summary>
    public static ReservationCall Reserve(string device, ulong key) => Out(device, "--reserve", $"--param-rk={Hex(key)}", TypeOption);

    /// <summary>
    /// Takes another key's registrations away, with the reservation if it is theirs, and aborts the commands that it has in the device: after this
    /// nothing that it sent before is still on its way to the medium.
    /// </summary>
    public static ReservationCall PreemptAndAbort(string device, ulong own, ulong other) =>
        Out(device, "--preempt-abort", $"--param-rk={Hex(own)}", $"--param-sark={Hex(other)}", TypeOption);

    /// <summary>Reads the keys registered.</summary>
    public static ReservationCall ReadKeys(string device) => In(device, "--read-keys");

    /// <summary>Asks who holds the device, and as what.</summary>
    public static ReservationCall ReadReservation(string device) => In(device, "--read-reservation");

    /// <summary>True for exit codes after which the same call is tried again: it was not carried out.</summary>
    public static bool MayRetry(int exit) => exit is ExitUnitAttention or ExitBusy;

    /// <summary>True for exit codes that say that the device knows no such command or field.</summary>
    public static bool IsUnsupported(int exit) => NotSupported.Contains(exit);

    private static ReservationCall Out(string device, params ReadOnlySpan<string> arguments) =>
        new(Tool, ["--no-inquiry", "--out", .. arguments, $"--device={device}"]);

    // Read-only: opening a device for writing makes udev probe it anew when it is closed.
    private static ReservationCall In(string device, string what) => new(Tool, ["--no-inquiry", "--in", "--readonly", what, $"--device={device}"]);

    private static string Hex(ulong key) => key.ToString("x", CultureInfo.InvariantCulture);
}
