using System.Globalization;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Backends;

/// <summary>The host id by which ZFS tells hosts apart. Without one, multihost protects nothing.</summary>
internal sealed class HostIdReader(string hostRoot)
{
    /// <summary>Bytes of /etc/hostid (zgenhostid(8)).</summary>
    private const int Bytes = 4;

    /// <summary>Null when the node has a host id, else the fault.</summary>
    public Fault? Fault() => OfModule() || OfFile() ? null : new Fault(FaultKind.Node, "NoHostId",
        "this node has no host id, and ZFS cannot keep two hosts from one pool: run zgenhostid on it, with another id on every node, and reboot");

    /// <summary>The module's own parameter wins; 0 there means that the file is read (spl module parameters).</summary>
    private bool OfModule() => Read("sys/module/spl/parameters/spl_hostid") is { } bytes
        && ulong.TryParse(System.Text.Encoding.ASCII.GetString(bytes).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id != 0;

    private bool OfFile() => Read("etc/hostid") is { Length: Bytes } bytes && bytes.Any(b => b != 0);

    private byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(hostRoot, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
