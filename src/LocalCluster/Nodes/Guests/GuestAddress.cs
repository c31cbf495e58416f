using System.Globalization;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>
/// Addresses of virtual machines: <c>127.0.(100+N).SLOT</c> on the N-th node, so that any kernel finds a guest's sockets by its NID alone.
/// </summary>
internal static class GuestAddress
{
    /// <summary>Virtual machines that one node may run at once.</summary>
    public const int SlotsMax = 254;

    private const int SubnetBase = 100;

    /// <summary>The address of a slot.</summary>
    public static string Of(int ordinal, int slot) => string.Create(CultureInfo.InvariantCulture, $"127.0.{SubnetBase + ordinal}.{slot}");

    /// <summary>Whether a guest may have the address.</summary>
    public static bool IsGuest(string address) =>
        address.Split('.') is ["127", "0", var subnet, _] && byte.TryParse(subnet, CultureInfo.InvariantCulture, out var number) && number > SubnetBase;

    /// <summary>Socket of a guest's kernel.</summary>
    public static string KernelSocket(string runtimeDirectory, string address) => RuntimeDirectory.KernelSocket(runtimeDirectory, address);

    /// <summary>Socket on which a guest's kernel serves clients.</summary>
    public static string LnetSocket(string runtimeDirectory, string address) => RuntimeDirectory.LnetSocket(runtimeDirectory, address);
}
