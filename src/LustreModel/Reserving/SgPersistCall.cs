using System.Globalization;
using LustreSupervisor.LustreModel.Devices.Reservations;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Reserving;

/// <summary>One PERSISTENT RESERVE command, in the texts of <c>src/sg_persist.c</c> and with the exit codes of sg3_utils(8).</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Device">Device.</param>
/// <param name="Action">Service action, as its option is called.</param>
/// <param name="Key">Reservation key of the caller.</param>
/// <param name="ActionKey">Service action reservation key.</param>
/// <param name="Type">Type of the reservation.</param>
/// <param name="Inquiry">Print what the device is first.</param>
internal sealed record SgPersistCall(ToolCaller Caller, string Device, string Action, ulong Key, ulong ActionKey, int Type, bool Inquiry)
    : Continuation(Caller)
{
    private const int ExitMediumError = 3;
    private const int ExitConflict = 24;

    /// <summary>Files that cannot be opened: 50 and the error number.</summary>
    private const int ExitErrno = 50;

    private static readonly string[] TypeNames =
    [
        "obsolete [0]", "Write Exclusive", "obsolete [2]", "Exclusive Access", "obsolete [4]", "Write Exclusive, registrants only",
        "Exclusive Access, registrants only", "Write Exclusive, all registrants", "Exclusive Access, all registrants",
    ];

    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input)
    {
        if (input.Device is not { } device)
            return input.Done(Replies.Fail(ExitErrno + Errno.NoEntry, $"sg_persist: error opening file {Device} (rw): {Errno.Text(Errno.NoEntry)}\n"));
        if (input.IoError)
            return input.Done(Replies.Fail(ExitMediumError, Failed("Medium or hardware error")));
        var table = device.Reservations;
        if (Action is "read-keys" or "read-reservation")
            return input.Done(Replies.Ok((Inquiry ? "  LUSTRE    simulated disk    1.0 \n  Peripheral device type: disk\n" : "")
                + (Action == "read-keys" ? Keys(table) : Reservation(table))));
        return Carry(table, input.Kernel.SystemUuid) is { } changed
            ? new StepResult(input.Kernel, device with { Reservations = changed }, new Done(Replies.Ok()))
            : input.Done(Replies.Fail(ExitConflict, Failed("Reservation conflict")));
    }

    private ReservationTable? Carry(ReservationTable table, string initiator) => Action switch
    {
        "register-ignore" => table.Register(initiator, ActionKey),
        "register" => table.Registrants.GetValueOrDefault(initiator) == Key ? table.Register(initiator, ActionKey) : null,
        "reserve" => table.Reserve(initiator, Key, Type),
        "release" => table.Release(initiator, Key, Type),
        "clear" => table.Clear(initiator, Key),
        _ => table.Preempt(initiator, Key, ActionKey, Type),
    };

    private string Failed(string why) => $"PR {(Action.StartsWith("read", StringComparison.Ordinal) ? "in" : "out")} ({Name()}): {why}\nsg_persist failed: {why}\n";

    private string Name() => Action switch
    {
        "read-keys" => "Read keys",
        "read-reservation" => "Read reservation",
        "register-ignore" => "Register and ignore existing key",
        "preempt-abort" => "Preempt and abort",
        var one => char.ToUpperInvariant(one[0]) + one[1..],
    };

    private static string Keys(ReservationTable table)
    {
        var keys = table.Registrants.Values.Select(k => $"    0x{k:x}\n").ToArray();
        return Generation(table) + keys.Length switch
        {
            0 => "there are NO registered reservation keys\n",
            1 => "1 registered reservation key follows:\n",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} registered reservation keys follow:\n"),
        } + string.Concat(keys);
    }

    private static string Reservation(ReservationTable table) => Generation(table) + (table.Holder is null
        ? "there is NO reservation held\n"
        : $"Reservation follows:\n    Key=0x{table.HolderKey:x}\n    scope: LU_SCOPE,  type: {TypeNames[table.Type]}\n");

    private static string Generation(ReservationTable table) => $"  PR generation=0x{table.Generation:x}, ";
}
