using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>A change of LNet's configuration that failed: what lnetctl prints of it.</summary>
/// <param name="Error">Error number of the kernel.</param>
/// <param name="Text">The kernel's words (<c>lnet/lnet/api-ni.c</c>).</param>
internal sealed record LnetError(int Error, string Text);

/// <summary>What <c>lnetctl</c> does to LNet: every change stands at once, also when the next one of the same command fails.</summary>
internal static class LnetChange
{
    // Error numbers that only LNet uses here.
    private const int NetDown = 100;

    /// <summary>Adds a network on interfaces, each a rail of its own.</summary>
    public static (KernelState Kernel, LnetError? Error) Add(KernelState kernel, string net, IEnumerable<string> interfaces)
    {
        if (!kernel.Lnet.Up)
            return (kernel, new LnetError(NetDown, "Network is down"));
        if (LnetNames.Normalise(net) is not { } name)
            return (kernel, new LnetError(Errno.NoDevice, "cannot parse net"));
        if (name == "lo")
            return (kernel, null);
        foreach (var wanted in interfaces)
        {
            if (kernel.NetInterfaces.FirstOrDefault(i => i.Name == wanted || $"{i.Address}@{name}" == wanted) is not { } found)
                return (kernel, new LnetError(Errno.NoDevice, "cannot add LNet NI"));
            var ni = new LocalNi(name, found.Name, found.Address);
            if (kernel.Lnet.Nids.Contains(ni.Nid))
                return (kernel, new LnetError(Errno.Exist, "cannot add LNet NI"));
            if (kernel.Lnet.Nis.Length >= LnetState.NisMax)
                return (kernel, new LnetError(Errno.NoEntry, "too many NIs, check lnet_interfaces_max"));
            kernel = kernel with { Lnet = kernel.Lnet with { Nis = kernel.Lnet.Nis.Add(ni) } };
        }
        return (kernel, null);
    }

    /// <summary>Removes rails of a network, all of them when none is named.</summary>
    public static (KernelState Kernel, LnetError? Error) Delete(KernelState kernel, string net, ImmutableArray<string> interfaces)
    {
        if (!kernel.Lnet.Up)
            return (kernel, new LnetError(NetDown, "Network is down"));
        if (LnetNames.Normalise(net) is not { } name)
            return (kernel, new LnetError(Errno.NoDevice, "cannot parse net"));
        if (name == "lo")
            return (kernel, null);
        if (!kernel.Lnet.Nis.Any(n => n.Net == name))
            return (kernel, new LnetError(Errno.NoEntry, "LNet net doesn't exist"));
        if (interfaces.Any(i => !kernel.Lnet.Nis.Any(n => n.Net == name && Is(n, i))))
            return (kernel, new LnetError(Errno.Invalid, "interface invalid for deleting LNet NI"));

        // Every NI of a server is in use: all of its NIDs were registered.
        if (!kernel.Targets.IsEmpty)
            return (kernel, new LnetError(Errno.Busy, "cannot del LNet NI"));
        var left = kernel.Lnet.Nis.Where(n => n.Net != name || (!interfaces.IsEmpty && !interfaces.Any(i => Is(n, i))));
        return (kernel with { Lnet = kernel.Lnet with { Nis = [.. left] } }, null);
    }

    private static bool Is(LocalNi ni, string wanted) => ni.Interface == wanted || ni.Nid == wanted;
}
