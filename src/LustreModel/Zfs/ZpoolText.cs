using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>What <c>zpool list|get|status</c> print. Scripts ask with <c>-H</c>: no heading, tabs between.</summary>
internal static class ZpoolText
{
    private static readonly string[] Usual = ["name", "size", "allocated", "free", "health"];

    public static ToolReply List(KernelState kernel, ImmutableArray<string> arguments)
    {
        if (!kernel.HasZfs)
            return ZpoolTool.NoModule;
        var (columns, scripted, names, wrong) = Read(arguments, Usual);
        if (wrong is not null || columns.Any(c => Property(new ImportedPool("", 0, new ZfsPool("", "")), c, false) is null))
            return Replies.Fail(2, $"{wrong ?? "bad property list: invalid property"}\nusage:\n\tlist [-gHLpPv] [-o property[,...]] [pool] ...\n");
        if (names.FirstOrDefault(n => !kernel.Pools.ContainsKey(n)) is { } missing)
            return ZpoolTool.NoSuchPool(missing);
        var rows = kernel.Pools.Values.Where(p => names.Length == 0 || names.Contains(p.Pool.Name))
            .Select(p => columns.Select(c => Property(p, c, Failed(kernel, p))!).ToArray()).ToArray();
        if (rows.Length == 0 && !scripted)
            return Replies.Ok("no pools available\n");
        return Replies.Ok(Table(scripted ? [] : [.. columns.Select(c => c.ToUpperInvariant())], rows));
    }

    public static ToolReply Get(KernelState kernel, ImmutableArray<string> arguments)
    {
        if (!kernel.HasZfs)
            return ZpoolTool.NoModule;
        var (columns, scripted, operands, wrong) = Read(arguments, ["name", "property", "value", "source"]);
        if (wrong is not null || operands.Length == 0)
            return Replies.Fail(2, $"{wrong ?? "missing property argument"}\nusage:\n\tget [-Hp] [-o \"all\" | field[,...]] <\"all\" | property[,...]> <pool> ...\n");
        var pools = operands.Length > 1 ? operands[1..] : [.. kernel.Pools.Keys];
        if (pools.FirstOrDefault(p => !kernel.Pools.ContainsKey(p)) is { } missing)
            return ZpoolTool.NoSuchPool(missing);
        var rows = new List<string[]>();
        foreach (var pool in pools.Select(p => kernel.Pools[p]))
            foreach (var property in operands[0].Split(','))
            {
                if (Property(pool, property, Failed(kernel, pool)) is not { } value)
                    return Replies.Fail(2, $"bad property list: invalid property '{property}'\n");
                rows.Add([.. columns.Select(c => c switch { "name" => pool.Pool.Name, "property" => property, "value" => value, _ => "-" })]);
            }
        return Replies.Ok(Table(scripted ? [] : [.. columns.Select(c => c.ToUpperInvariant())], [.. rows]));
    }

    public static ToolReply Status(KernelState kernel, ImmutableArray<string> names)
    {
        if (!kernel.HasZfs)
            return ZpoolTool.NoModule;
        if (names.FirstOrDefault(n => !kernel.Pools.ContainsKey(n)) is { } missing)
            return ZpoolTool.NoSuchPool(missing);
        var pools = kernel.Pools.Values.Where(p => names.IsEmpty || names.Contains(p.Pool.Name)).ToArray();
        return Replies.Ok(pools.Length == 0 ? "no pools available\n" : string.Join('\n', pools.Select(p => Status(p, Failed(kernel, p)))));
    }

    private static string Status(ImportedPool pool, bool failed)
    {
        var (name, state) = (pool.Pool.Name, Health(pool, failed));
        var device = pool.DevicePath[(pool.DevicePath.LastIndexOf('/') + 1)..];
        var width = Math.Max(name.Length, device.Length + 2);
        return $"  pool: {name}\n state: {state}\nconfig:\n\n\t{"NAME".PadRight(width)}  STATE     READ WRITE CKSUM\n"
            + $"\t{name.PadRight(width)}  {state,-8}     0     0     0\n\t{("  " + device).PadRight(width)}  {state,-8}     0     0     0\n\n"
            + $"errors: {(failed ? "1 data errors, use '-v' for a list" : "No known data errors")}\n";
    }

    private static bool Failed(KernelState kernel, ImportedPool pool) =>
        pool.Suspended || (pool.Pool.Data is { } data && kernel.DeviceFails(data.ServiceName));

    private static string Health(ImportedPool pool, bool failed) => failed || pool.Suspended ? "SUSPENDED" : "ONLINE";

    private static string? Property(ImportedPool pool, string name, bool failed) => name switch
    {
        "name" => pool.Pool.Name,
        "guid" => pool.Pool.PoolId,
        "health" => Health(pool, failed),
        "multihost" => pool.Pool.Multihost ? "on" : "off",
        "readonly" => "off",
        "cachefile" => "none",
        "size" or "free" => Size(pool.SizeBytes),
        "allocated" or "alloc" => "0",
        _ => null,
    };

    private static string Size(long bytes) => bytes >= 1L << 30
        ? (bytes / (double)(1L << 30)).ToString("0.##", CultureInfo.InvariantCulture) + "G"
        : (bytes / (double)(1L << 20)).ToString("0.##", CultureInfo.InvariantCulture) + "M";

    private static (string[] Columns, bool Scripted, string[] Operands, string? Wrong) Read(ImmutableArray<string> arguments, string[] usual)
    {
        var (columns, scripted, operands) = (usual, false, new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "-H" or "-Hp" or "-pH": scripted = true; break;
                case "-p" or "-v": break;
                case "-o" when i + 1 < arguments.Length: columns = arguments[++i].Split(','); break;
                case ['-', 'H', 'o'] when i + 1 < arguments.Length: (scripted, columns) = (true, arguments[++i].Split(',')); break;
                case ['-', .. var option]: return ([], false, [], $"invalid option '{option}'");
                default: operands.Add(arguments[i]); break;
            }
        }
        return (columns, scripted, [.. operands], null);
    }

    private static string Table(string[] heading, string[][] rows)
    {
        if (heading.Length == 0)
            return string.Concat(rows.Select(r => string.Join('\t', r) + "\n"));
        var all = rows.Prepend(heading).ToArray();
        var widths = heading.Select((_, i) => all.Max(r => r[i].Length)).ToArray();
        return string.Concat(all.Select(r => string.Join("  ", r.Select((c, i) => c.PadRight(widths[i]))).TrimEnd() + "\n"));
    }
}
