using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LocalCluster.Tests.Kernel;

public sealed class DeviceCatalogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dc").FullName;
    private readonly DeviceCatalog _catalog;

    public DeviceCatalogTests() => _catalog = new DeviceCatalog(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_new_device_is_blank_sparse_and_listed_by_any_reader()
    {
        var device = await _catalog.CreateAsync(1L << 30, new Dictionary<string, string> { ["lustre"] = "ost" }, cancellationToken: Token);
        var listed = Assert.Single(new DeviceCatalog(_directory).List());
        Assert.Equal((device.Id, 1L << 30, "ost"), (listed.Id, listed.SizeBytes, listed.Labels["lustre"]));
        Assert.Matches("^wwn-0x[0-9a-f]{16}$", device.Id);
        Assert.True(listed.Shared);
        Assert.Equal(1L << 30, new FileInfo(_catalog.PathOf(device)).Length);
        Assert.IsType<Blank>(_catalog.Inspect(device)!.Content);
        Assert.Empty(StampRing.ReadAll(_catalog.PathOf(device)));
    }

    [Fact]
    public async Task A_device_is_found_by_path_and_by_id_on_the_nodes_that_reach_it()
    {
        var device = await _catalog.CreateAsync(64 << 20, nodes: ["n1"], cancellationToken: Token);
        Assert.Equal(device.Id, _catalog.Find(_catalog.PathOf(device), "n1")?.Id);
        Assert.Equal(device.Id, _catalog.Find($"/dev/disk/by-id/{device.Id}", "n1")?.Id);
        Assert.Null(_catalog.Find(_catalog.PathOf(device), "n2"));
        Assert.False(device.Shared);
    }

    [Fact]
    public async Task Devices_that_make_no_sense_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.CreateAsync(1 << 20, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.CreateAsync(64 << 20, id: "wwn-0x../../etc", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.CreateAsync(64 << 20, nodes: [], cancellationToken: Token));
        await _catalog.CreateAsync(64 << 20, id: "wwn-0x1", cancellationToken: Token);
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.CreateAsync(64 << 20, id: "wwn-0x1", cancellationToken: Token));
        Assert.Single(_catalog.List());
    }

    [Fact]
    public async Task Devices_that_are_added_at_once_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new DeviceCatalog(_directory).CreateAsync(64 << 20, cancellationToken: Token)));
        Assert.Equal(8, _catalog.List().Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public void A_damaged_catalog_is_said_to_be_so()
    {
        File.WriteAllText(Path.Combine(_directory, "devices.json"), "[{");
        Assert.Contains("devices.json cannot be read", Assert.Throws<StateException>(() => _catalog.List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_can_be_left_half_formatted_but_a_target_is_not_destroyed()
    {
        var device = await _catalog.CreateAsync(1L << 30, cancellationToken: Token);
        await _catalog.HalfFormatAsync(device, "demo:OST000a", Token);
        Assert.Equal("demo:OST000a", Assert.IsType<HalfFormatted>(_catalog.Inspect(device)!.Content).Label);
        Assert.Equal("demo-OST000a", _catalog.Inspect(device)!.Service);
        await Assert.ThrowsAsync<ArgumentException>(() => _catalog.HalfFormatAsync(device, "a-label-beyond-16", Token));
        Write(device, new TargetData { Flags = TargetFlags.Mgs, Uuid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => _catalog.HalfFormatAsync(device, "demo:OST000a", Token));
    }

    [Fact]
    public async Task A_marked_index_is_taken_on_the_mgs_and_only_there()
    {
        var device = await _catalog.CreateAsync(1L << 30, cancellationToken: Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _catalog.MarkIndexUsedAsync(device, "demo", IndexSpace.Ost, 3, Token));
        Write(device, new TargetData { Flags = TargetFlags.Mgs, Uuid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301" });
        await _catalog.MarkIndexUsedAsync(device, "demo", IndexSpace.Ost, 3, Token);
        var config = _catalog.Inspect(device)!.Config;
        Assert.Equal(98, config.Register(new TargetRegistration("demo-OST0003", "demo", false, 3, true, false, "u", "n", "")).Error);
        Assert.Equal(0, config.Register(new TargetRegistration("demo-MDT0003", "demo", true, 3, true, false, "u", "n", "")).Error);
    }

    private void Write(CatalogDevice device, TargetData data)
    {
        var before = _catalog.Inspect(device)!;
        new DeviceFile(_catalog.PathOf(device)).Write(before, before with { Content = new Formatted(data) });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
