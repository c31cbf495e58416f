using System.Collections.Immutable;

namespace LustreSupervisor.LustreModel.Faults;

/// <summary>The faults that one kernel shows now. They end with the kernel, or when they are cleared.</summary>
public sealed record FaultSet
{
    /// <summary>Faults at a time: many more than a node has targets and peers, few enough to search at every step.</summary>
    public const int ActiveMax = 1024;

    /// <summary>A kernel in which nothing was broken.</summary>
    public static readonly FaultSet None = new();

    /// <summary>Seconds by kind and subject; 0 where a kind has none.</summary>
    public ImmutableDictionary<(KernelFaultKind Kind, string Subject), double> Active { get; private init; } =
        ImmutableDictionary<(KernelFaultKind, string), double>.Empty;

    /// <summary>True while the subject shows the fault, by its own name or because everything does.</summary>
    public bool Has(KernelFaultKind kind, string subject) => Active.ContainsKey((kind, subject)) || Active.ContainsKey((kind, ""));

    /// <summary>True while messages to and from a NID are dropped, by its own name or because its address is cut off on every network.</summary>
    public bool CutsOff(string nid)
    {
        ArgumentNullException.ThrowIfNull(nid);
        return Has(KernelFaultKind.NetworkLost, nid) || Has(KernelFaultKind.NetworkLost, nid[..(nid.IndexOf('@') + 1)] + KernelFault.AnyNetwork);
    }

    /// <summary>How much longer a mount of the service takes; not scaled.</summary>
    public TimeSpan MountDelay(string service) => TimeSpan.FromSeconds(Math.Max(
        Active.GetValueOrDefault((KernelFaultKind.MountSlow, service)), Active.GetValueOrDefault((KernelFaultKind.MountSlow, ""))));

    /// <summary>With one fault more.</summary>
    internal FaultSet With(KernelFault fault) => this with { Active = Active.SetItem((fault.Kind, fault.Subject), fault.Seconds) };

    /// <summary>Without a fault; without all of its kind when it names no subject.</summary>
    internal FaultSet Without(KernelFault fault) => this with
    {
        Active = fault.Subject.Length > 0
            ? Active.Remove((fault.Kind, fault.Subject))
            : Active.RemoveRange(Active.Keys.Where(k => k.Kind == fault.Kind)),
    };
}
