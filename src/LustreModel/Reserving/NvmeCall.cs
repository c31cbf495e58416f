using LustreSupervisor.LustreModel.Devices.Reservations;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Reserving;

/// <summary>One reservation command of NVMe, in the texts of nvme-cli 2.3.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Device">Namespace.</param>
/// <param name="Verb">Sub-command.</param>
/// <param name="Key">Current key of the caller.</param>
/// <param name="NewKey">Key to register.</param>
/// <param name="Other">Key to pre-empt.</param>
/// <param name="Action">The sub-command's action, as NVMe numbers it.</param>
/// <param name="Type">Type of the reservation, as NVMe numbers it.</param>
/// <param name="IgnoreKey">Do not compare the current key.</param>
internal sealed record NvmeCall(
    ToolCaller Caller, string Device, string Verb, ulong Key, ulong NewKey, ulong Other, int Action, int Type, bool IgnoreKey) : Continuation(Caller)
{
    /// <summary>Types of NVMe, 1 to 6, as SCSI numbers them.</summary>
    private static readonly int[] ScsiTypes = [0, 1, 3, 5, 6, 7, 8, 0];

    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input)
    {
        if (input.Device is not { } device)
            return input.Done(Replies.Fail(NvmeTool.ExitFailed, $"{Device}: {Errno.Text(Errno.NoEntry)}\n"));
        if (input.IoError)
            return input.Done(Replies.Fail(NvmeTool.ExitFailed, $"reservation: {Errno.Text(Errno.Io)}\n"));
        var (table, initiator) = (device.Reservations, input.Kernel.SystemUuid);
        if (Verb == "resv-report")
            return input.Done(Replies.Ok(Report(table)));
        var changed = Verb switch
        {
            "resv-register" => Register(table, initiator),
            "resv-acquire" => Acquire(table, initiator),
            _ => Action == 1 ? table.Clear(initiator, KeyOf(table, initiator)) : table.Release(initiator, KeyOf(table, initiator), ScsiTypes[Type]),
        };
        return changed is not null
            ? new StepResult(input.Kernel, device with { Reservations = changed }, new Done(Replies.Ok(Success())))
            : input.Done(Replies.Fail(NvmeTool.ExitFailed, "NVMe status: Reservation Conflict: The command was aborted due to a conflict "
                + "with a reservation held on the accessed namespace(0x4083)\n"));
    }

    // A host that is registered may repeat its own key; another one needs to be replaced.
    private ReservationTable? Register(ReservationTable table, string initiator)
    {
        var own = table.Registrants.GetValueOrDefault(initiator);
        return Action switch
        {
            0 => own == 0 || own == NewKey ? table.Register(initiator, NewKey) : null,
            1 => own != 0 && (IgnoreKey || own == Key) ? table.Register(initiator, 0) : null,
            2 => own != 0 && (IgnoreKey || own == Key) ? table.Register(initiator, NewKey) : null,
            _ => null,
        };
    }

    private ReservationTable? Acquire(ReservationTable table, string initiator) => Action switch
    {
        0 => table.Reserve(initiator, KeyOf(table, initiator), ScsiTypes[Type]),
        1 or 2 => table.Preempt(initiator, KeyOf(table, initiator), Other, ScsiTypes[Type]),
        _ => null,
    };

    private ulong KeyOf(ReservationTable table, string initiator) => IgnoreKey ? table.Registrants.GetValueOrDefault(initiator) : Key;

    private string Success() => Verb switch
    {
        "resv-register" => "NVME Reservation  success\n",
        "resv-acquire" => "NVME Reservation Acquire success\n",
        _ => "NVME Reservation Release success\n",
    };

    private static string Report(ReservationTable table)
    {
        var hosts = table.Registrants.Select((r, i) => $"    {{\n      \"cntlid\":{i + 1},\n      \"rcsts\":{Status(table, r.Key)},\n"
            + $"      \"rkey\":{r.Value},\n      \"hostid\":\"{i + 1:x32}\"\n    }}");
        var type = table.Holder is null ? 0 : Array.IndexOf(ScsiTypes, table.Type);
        return $"{{\n  \"gen\":{table.Generation},\n  \"rtype\":{type},\n  \"regctl\":{table.Registrants.Count},\n  \"ptpls\":1,\n  \"regctlext\":[\n"
            + string.Join(",\n", hosts) + "\n  ]\n}\n";
    }

    private static int Status(ReservationTable table, string host) => table.Holder is { } holder && (holder.Length == 0 || holder == host) ? 1 : 0;
}
