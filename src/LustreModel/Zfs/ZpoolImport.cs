using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary><c>zpool import [-f] [-N] [-o …] [-d WHERE]… [POOL|ID]</c>: first it looks at the devices.</summary>
internal sealed record ZpoolImport(ToolCaller Caller, string Wanted, bool Force, ImmutableArray<string> Where) : Continuation(Caller)
{
    private static readonly ImmutableArray<OptionSpec> Options =
    [
        new("", 'f', false), new("", 'N', false), new("", 'o', true), new("", 'd', true), new("", 'c', true), new("", 'm', false),
        new("", 's', false), new("", 'l', false),
    ];

    public static Continuation Begin(ToolCaller caller, ImmutableArray<string> arguments)
    {
        var (force, where, operands) = (false, ImmutableArray.CreateBuilder<string>(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument.Length < 2 || argument[0] != '-')
            {
                operands.Add(argument);
                continue;
            }
            if (Options.FirstOrDefault(o => o.Letter == argument[1]) is not { } option || (argument.Length > 2 && !option.TakesValue))
                return ZpoolTool.Usage(caller, $"invalid option '{argument[1]}'\n");
            var value = !option.TakesValue ? "" : argument.Length > 2 ? argument[2..] : ++i < arguments.Length ? arguments[i] : null;
            if (value is null)
                return ZpoolTool.Usage(caller, $"missing argument for '{option.Letter}' option\n");
            force |= option.Letter == 'f';
            if (option.Letter == 'd')
                where.Add(value);
        }
        return operands.Count > 1
            ? ZpoolTool.Usage(caller, "too many arguments\n")
            : new ZpoolImport(caller, operands.FirstOrDefault() ?? "", force, where.ToImmutable());
    }

    public override StepResult Resume(StepInput input) => !input.Kernel.HasZfs
        ? input.Done(ZpoolTool.NoModule)
        : new StepResult(input.Kernel, input.Device, new Ask(new AskPools(Where), new ZpoolFound(Caller, this)));
}

/// <summary>The devices were looked at.</summary>
internal sealed record ZpoolFound(ToolCaller Caller, ZpoolImport Import) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input)
    {
        var wanted = Import.Wanted;
        var found = SeenPool.Parse(input.Answer?.Text ?? "");
        if (wanted.Length == 0)
            return input.Done(List([.. found.Where(p => !input.Kernel.Pools.Values.Any(i => i.Pool.PoolId == p.PoolId))]));
        if (input.Kernel.Pools.Values.Any(p => p.Pool.Name == wanted || p.Pool.PoolId == wanted))
            return input.Done(Replies.Fail(1, $"cannot import '{wanted}': a pool with that name already exists\n"
                + "use the form 'zpool import <pool | id> <newpool>' to give it a new name\n"));
        return found.Where(p => p.Name == wanted || p.PoolId == wanted).ToArray() switch
        {
            [] => input.Done(Replies.Fail(1, $"cannot import '{wanted}': no such pool available\n")),
            [var one] => new StepResult(input.Kernel, input.Device, new Wait(TimeSpan.Zero, new ZpoolOpen(Caller, Import, one, Seen: null))),
            _ => input.Done(Replies.Fail(1, $"cannot import '{wanted}': more than one matching pool\nimport by numeric ID instead\n")),
        };
    }

    private static ToolProtocol.ToolReply List(SeenPool[] pools) => pools.Length == 0
        ? Replies.Fail(1, "no pools available to import\n")
        : Replies.Ok(string.Join('\n', pools.Select(p => $"   pool: {p.Name}\n     id: {p.PoolId}\n  state: ONLINE\n"
            + "action: The pool can be imported using its name or numeric identifier.\n config:\n\n"
            + $"\t{p.Name}  ONLINE\n\t  {p.Path[(p.Path.LastIndexOf('/') + 1)..]}  ONLINE\n")));
}

/// <summary>One pool was chosen: whose was it last, and does anybody write it?</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Import">The command.</param>
/// <param name="Chosen">The pool and its device.</param>
/// <param name="Seen">Sequence at the start of the activity check; null before it.</param>
internal sealed record ZpoolOpen(ToolCaller Caller, ZpoolImport Import, SeenPool Chosen, uint? Seen) : Continuation(Caller)
{
    public override string? DevicePath => Chosen.Path;

    public override StepResult Resume(StepInput input)
    {
        if (input.IoError || input.Device is not { Content: PoolMember { Pool: var pool } } device || pool.PoolId != Chosen.PoolId)
            return Fail(input, $"cannot import '{Chosen.Name}': no such pool available\n");
        if (pool.Multihost && input.Kernel.HostId == 0)
            return Fail(input, $"Cannot import '{pool.Name}': pool has the multihost property on and the\n"
                + "system's hostid is not set. Set a unique hostid with the zgenhostid(8) command.\n");
        if (pool.Exported || pool.HostId == input.Kernel.HostId)
            return Take(input, device, pool);
        if (pool.Multihost && Seen is null)
            return new StepResult(input.Kernel, device, new Wait(
                input.Kernel.Scaled(ZfsTimes.ActivityCheck), this with { Seen = device.Mmp.Sequence }));
        if (pool.Multihost && device.Mmp.Sequence != Seen)
            return Fail(input, Active(pool));
        return Import.Force ? Take(input, device, pool) : Fail(input, LastUsedBy(pool));
    }

    // The two places of zpool(8) that find this word it differently: do_import, and with -f zpool_import_props.
    private string Active(ZfsPool pool) => (Import.Force
            ? $"cannot import '{pool.Name}': pool is imported on host '{pool.HostName}' (hostid={Hex(pool.HostId)}).\n"
            : $"cannot import '{pool.Name}': pool is imported on {pool.HostName} (hostid: 0x{Hex(pool.HostId)})\n")
        + "Export the pool on the other system, then run 'zpool import'.\n";

    private static string LastUsedBy(ZfsPool pool) => $"cannot import '{pool.Name}': pool was previously in use from another system.\n"
        + $"Last accessed by {pool.HostName} (hostid={Hex(pool.HostId)}) at {Time(pool.ImportedAt)}\n"
        + "The pool can be imported, use 'zpool import -f' to import the pool.\n";

    private static string Hex(uint hostId) => hostId.ToString("x", CultureInfo.InvariantCulture);

    // ctime(3): the day is padded with a space.
    private static string Time(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at:ddd MMM} {at.Day,2} {at:HH:mm:ss yyyy}");

    private static StepResult Take(StepInput input, DeviceState device, ZfsPool pool)
    {
        pool = pool with
        {
            Exported = false, HostId = input.Kernel.HostId, HostName = input.Kernel.NodeName, ImportedAt = input.Now,
            ImportId = input.Entropy.Uuid.ToString(),
        };
        device = device with { Content = new PoolMember(pool), Mmp = PoolKeeper.Beat(input.Kernel, device, input.Now) };
        return (input with { Kernel = input.Kernel.WithPool(new ImportedPool(device.Path, device.SizeBytes, pool)), Device = device }).Done(Replies.Ok());
    }

    private static StepResult Fail(StepInput input, string text) => input.Done(Replies.Fail(1, text));
}
