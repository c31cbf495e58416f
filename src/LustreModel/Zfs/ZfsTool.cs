using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>Subcommands of <c>zfs</c>: <c>get</c> of the properties in which Lustre keeps a target's data, and <c>list</c>.</summary>
internal static class ZfsTool
{
    public static Continuation Begin(ToolCaller caller)
    {
        var operands = ImmutableArray.CreateBuilder<string>();
        var (scripted, columns) = (false, (string?)null);
        for (var i = 1; i < caller.Arguments.Length; i++)
        {
            switch (caller.Arguments[i])
            {
                case "-H" or "-Hp" or "-pH": scripted = true; break;
                case "-p" or "-r": break;
                case "-o" when i + 1 < caller.Arguments.Length: columns = caller.Arguments[++i]; break;
                case ['-', ..]: return ZpoolTool.Usage(caller, $"invalid option '{caller.Arguments[i]}'\n");
                default: operands.Add(caller.Arguments[i]); break;
            }
        }
        return caller.Arguments.FirstOrDefault("") switch
        {
            "get" when operands is [var properties, var dataset] => new ZfsGet(
                caller, dataset, [.. properties.Split(',')], columns ?? "name,property,value,source", scripted),
            "list" => new KernelQuery(caller, k => List(k, operands.ToImmutable(), scripted)),
            "version" or "--version" or "-V" => new Refused(caller, Replies.Ok("zfs-2.3.4-1\nzfs-kmod-2.3.4-1\n")),
            var unknown => ZpoolTool.Usage(caller, $"unrecognized command '{unknown}'\n"),
        };
    }

    private static ToolProtocol.ToolReply List(KernelState kernel, ImmutableArray<string> wanted, bool scripted)
    {
        if (!kernel.HasZfs)
            return ZpoolTool.NoModule;
        var all = kernel.Pools.Values.SelectMany(p => p.Pool.Dataset.Length > 0 ? new[] { p.Pool.Name, p.Pool.FullName } : [p.Pool.Name]).ToArray();
        if (wanted.FirstOrDefault(w => !all.Contains(w)) is { } missing)
            return Replies.Fail(1, $"cannot open '{missing}': dataset does not exist\n");
        var names = all.Where(n => wanted.IsEmpty || wanted.Contains(n)).ToArray();
        return Replies.Ok(names.Length == 0 && !scripted ? "no datasets available\n" : (scripted ? "" : "NAME\n") + string.Concat(names.Select(n => n + "\n")));
    }
}

/// <summary><c>zfs get [-H] [-o COLUMNS] PROPERTY[,…] POOL/DATASET</c>.</summary>
internal sealed record ZfsGet(ToolCaller Caller, string Dataset, ImmutableArray<string> Properties, string Columns, bool Scripted) : Continuation(Caller)
{
    public override string? DevicePath => Dataset;

    public override StepResult Resume(StepInput input)
    {
        if (!input.Kernel.HasZfs)
            return input.Done(ZpoolTool.NoModule);
        if (input.Device is not { Pool: { } pool } || pool.FullName != Dataset)
            return input.Done(Replies.Fail(1, $"cannot open '{Dataset}': dataset does not exist\n"));
        var lines = Properties.Select(p => string.Join('\t', Columns.Split(',').Select(c => c switch
        {
            "name" => Dataset,
            "property" => p,
            "value" => Value(pool, p),
            _ => Value(pool, p) == "-" ? "-" : "local",
        })) + "\n");
        return input.Done(Replies.Ok((Scripted ? "" : Columns.ToUpperInvariant().Replace(',', '\t') + "\n") + string.Concat(lines)));
    }

    // A property of somebody's own that nobody has set is a dash.
    private static string Value(ZfsPool pool, string property) => (property, pool.Data) switch
    {
        ("type", _) => "filesystem",
        ("canmount", _) => "off",
        ("lustre:svname", { } data) => data.Label,
        ("lustre:fsname", { } data) => data.FsName,
        ("lustre:index", { } data) => data.Index.ToString(CultureInfo.InvariantCulture),
        ("lustre:flags", { } data) => ((int)data.Flags).ToString(CultureInfo.InvariantCulture),
        ("lustre:version", { }) => "1",
        (['l', 'u', 's', 't', 'r', 'e', ':', .. var key], { } data) => data.Values(key).LastOrDefault() ?? "-",
        _ => "-",
    };
}
