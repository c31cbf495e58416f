using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.Tests.Kernel;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Tests.Data;

/// <summary>Kernels with a file system: the MGS and the MDT on n1, one OST wherever the test mounts it.</summary>
internal sealed class DataRoom : IAsyncDisposable
{
    private const string Nodes = "--servicenode=10.0.0.1@tcp --servicenode=10.0.0.2@tcp --servicenode=10.0.0.3@tcp";
    private readonly Room _room = new();
    private readonly List<IAsyncDisposable> _clients = [];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Room Room => _room;

    public string Mdt { get; private set; } = "";

    public string Ost { get; private set; } = "";

    /// <summary>Boots n1 with MGS and MDT; formats the OST and mounts it on n2.</summary>
    public async Task<(KernelHost N1, KernelHost N2)> StartAsync(double factor = 0.01, string ostOptions = Nodes, TimeProvider? time = null)
    {
        var (n1, n2) = (await _room.BootAsync("n1", factor), await _room.BootAsync("n2", factor, time: time));
        var mgt = await _room.DeviceAsync();
        (Mdt, Ost) = (await _room.DeviceAsync(), await _room.DeviceAsync());
        await _room.OkAsync("n1", $"mkfs.lustre --mgs {Nodes} {mgt}");
        await _room.OkAsync("n1", $"mkfs.lustre --mdt --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp {Nodes} {Mdt}");
        await _room.OkAsync("n1", $"mkfs.lustre --ost --fsname=demo --index=0 --mgsnode=10.0.0.1@tcp {ostOptions} {Ost}");
        await MountAsync("n1", mgt);
        await MountAsync("n1", Mdt);
        await MountAsync("n2", Ost);
        return (n1, n2);
    }

    public Task MountAsync(string node, string device, string? pod = null) =>
        _room.OkAsync(node, $"mount -t lustre {device} {_room.MountPoint}", pod);

    public ClientIdentity Identity(double factor = 0.01) => new(
        Guid.NewGuid().ToString(), "127.0.9.1@tcp", nid => _room.DataSocket($"n{nid[7]}"), new ClientTimes(factor), TimeProvider.System);

    public async Task<LustreMount> ClientAsync(IClientNews? news = null)
    {
        var mount = await LustreMount.MountAsync(Identity(), ["10.0.0.1@tcp"], "demo", news ?? new FileLedger(), Token);
        _clients.Add(mount);
        await Room.UntilAsync(() => mount.Serving == mount.Targets, "the client is served");
        return mount;
    }

    public static async Task<Reply> WriteAsync(LustreMount client, Fid fid, long offset, params byte[] bytes) =>
        await client.AskOstAsync(0, new WriteObject(fid, offset, bytes), Token).WaitAsync(Room.Patience, Token);

    public static async Task<byte[]> ReadAsync(LustreMount client, Fid fid, long offset, int length)
    {
        var reply = await client.AskOstAsync(0, new ReadObject(fid, offset, length), Token).WaitAsync(Room.Patience, Token);
        Assert.Equal(0, reply.Result);
        return reply.Payload.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        await _room.DisposeAsync();
    }
}
