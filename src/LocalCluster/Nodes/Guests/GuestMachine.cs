using System.Text.Json;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>What a virtual machine's process is told; its host writes it to a file before it starts it.</summary>
/// <param name="Namespace">Namespace of the VirtualMachineInstance.</param>
/// <param name="Name">Its name, and the guest's host name.</param>
/// <param name="Uid">Its UID.</param>
/// <param name="SystemUuid">The machine that the guest takes itself for.</param>
/// <param name="Address">Its address.</param>
/// <param name="Command">What it runs; empty for nothing.</param>
internal sealed record GuestMachine(string Namespace, string Name, string Uid, string SystemUuid, string Address, IReadOnlyList<string> Command)
{
    private const string FileName = "guest.json";

    /// <summary>The machine's name among the directories of nodes: it lies within its host's.</summary>
    public static string Place(NodeOptions host, string uid) => $"{host.Name}/guests/{uid}";

    /// <summary>Where the files of the guest's service account lie, if it has one.</summary>
    public static string AccountDirectory(NodeOptions host, string uid) => Path.Combine(host.Directory.NodeDirectory(Place(host, uid)), "serviceaccount");

    /// <summary>Writes the file, and the system UUID where the guest reads it.</summary>
    public void Write(NodeOptions host)
    {
        var directory = Directory.CreateDirectory(host.Directory.NodeDirectory(Place(host, Uid))).FullName;
        NodeIdentity.SetMachine(host.Directory, Place(host, Uid), SystemUuid);
        AtomicFile.Write(Path.Combine(directory, FileName), JsonSerializer.Serialize(this, StateJson.Options));
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="StateException">It is not there.</exception>
    public static GuestMachine Read(NodeOptions host, string uid)
    {
        var path = Path.Combine(host.Directory.NodeDirectory(Place(host, uid)), FileName);
        return File.Exists(path) && JsonSerializer.Deserialize<GuestMachine>(File.ReadAllText(path), StateJson.Options) is { } guest
            ? guest
            : throw new StateException($"{path} does not exist: virtual machines are started by their node.");
    }

    /// <summary>Removes all that the machine left behind.</summary>
    public static void Remove(NodeOptions host, string uid)
    {
        var directory = host.Directory.NodeDirectory(Place(host, uid));
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}
