using System.Globalization;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>A parameter that can be set.</summary>
/// <param name="Name">Dotted name.</param>
/// <param name="Owner">Service with whose mount the setting ends; empty for the kernel's own.</param>
/// <param name="Default">Value that nobody has set.</param>
/// <param name="Least">Least value.</param>
/// <param name="Most">Largest value.</param>
internal sealed record Settable(string Name, string Owner, long Default, long Least, long Most)
{
    /// <summary>OST_MAX_PRECREATE: the most objects that an MDS makes on an OST ahead of need.</summary>
    public const long PrecreateMax = 20000;

    /// <summary>obd_timeout in seconds.</summary>
    public const long Timeout = 100;

    // A day in seconds: the kernel takes any int.
    private const long SecondsMax = 86400;

    /// <summary>Every parameter of a kernel that can be set now.</summary>
    public static IEnumerable<Settable> All(KernelState kernel)
    {
        yield return new Settable("timeout", "", Timeout, 1, SecondsMax);
        yield return new Settable("at_max", "", 600, 0, SecondsMax);
        foreach (var target in kernel.Up.Where(t => (t.Data.IsMdt || t.Data.IsOst) && t.Serves))
            foreach (var parameter in Of(kernel, target))
                yield return parameter;
    }

    /// <summary>The value now: what was set by hand counts most, then what the MGS says, then the default.</summary>
    public string Value(KernelState kernel)
    {
        var set = Owner.Length == 0 ? kernel.Settings : kernel.Targets[Owner].Settings;
        if (set.GetValueOrDefault(Name) is { } value)
            return value;
        var lasting = Owner.Length == 0
            ? kernel.Views.Values.SelectMany(v => v.Parameters)
            : kernel.View(kernel.Targets[Owner].Data.FsName).Parameters;
        return lasting.Where(p => ParameterName.Glob(p.Key).IsMatch(Name) && Accepts(p.Value) == 0).Select(p => p.Value).LastOrDefault()
            ?? Default.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>0, or the error number with which the kernel refuses a value.</summary>
    public int Accepts(string value) =>
        !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Errno.Invalid
        : number < Least || number > Most ? Ranges.OutOfRange
        : 0;

    private static IEnumerable<Settable> Of(KernelState kernel, TargetMount target)
    {
        var (ost, own) = (target.Data.IsOst, target.Service);
        var prefix = $"{(ost ? "obdfilter" : "mdt")}.{own}";
        yield return new Settable($"{prefix}.readonly", own, 0, 0, 1);
        yield return new Settable($"{prefix}.no_create", own, target.NoCreate ? 1 : 0, 0, 1);
        yield return new Settable($"{prefix}.recovery_time_soft", own, target.RecoverySoft, 0, SecondsMax);
        yield return new Settable($"{prefix}.recovery_time_hard", own, target.RecoveryHard, 0, SecondsMax);
        yield return new Settable($"{prefix}.ir_factor", own, 5, 1, 10);
        if (ost)
        {
            yield return new Settable($"{prefix}.degraded", own, 0, 0, 1);
            yield return new Settable($"{prefix}.sync_journal", own, 0, 0, 1);
            yield break;
        }
        foreach (var peer in kernel.View(target.Data.FsName).Services.Where(s => s.Contains("-OST", StringComparison.Ordinal)))
        {
            var osp = $"osp.{peer}-osc-{own[^7..]}";
            yield return new Settable($"{osp}.active", own, 1, 0, 1);
            yield return new Settable($"{osp}.max_create_count", own, PrecreateMax, 0, PrecreateMax);
            yield return new Settable($"{osp}.create_count", own, 32, 0, PrecreateMax);
        }
    }

    private static class Ranges
    {
        /// <summary>ERANGE.</summary>
        public const int OutOfRange = 34;
    }
}
