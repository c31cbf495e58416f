using System.Globalization;
using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class SnapshotTests : IAsyncLifetime
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";

    private readonly TestCluster cluster = new();

    private string SnapshotFile => Path.Combine(cluster.Directory, "snapshot.db");

    public ValueTask InitializeAsync() => cluster.InitializeAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_restore_brings_back_what_was_and_forgets_what_came_after()
    {
        await MakeAsync("kept");
        await MakeAsync("deleted-later");
        var saved = Save();
        await cluster.SendAsync("DELETE", $"{Secrets}/deleted-later");
        await MakeAsync("forgotten");
        await RestoreAsync(0);
        Assert.Equal(["deleted-later", "kept"], await NamesAsync());
        Assert.Equal(saved.Revision, StoreSnapshot.Verify(SnapshotFile).Revision);
    }

    [Fact]
    public async Task Versions_go_back_and_a_watcher_that_knows_more_is_told()
    {
        await MakeAsync("old");
        var saved = Save();
        for (var i = 0; i < 5; i++) await MakeAsync($"lost-{i}");
        var known = await VersionAsync();
        await RestoreAsync(0);
        var now = await VersionAsync();
        Assert.InRange(now, saved.Revision, known - 1);
        var (code, status) = await cluster.SendAsync("GET", string.Create(CultureInfo.InvariantCulture, $"{Secrets}?watch=true&resourceVersion={known}"));
        Assert.Equal(504, code);
        Assert.Contains("Too large resource version", (string?)status["message"], StringComparison.Ordinal);
        Assert.Equal(504, (await cluster.SendAsync("GET", string.Create(CultureInfo.InvariantCulture, $"{Secrets}?resourceVersion={known}"))).Code);
    }

    [Fact]
    public async Task A_bumped_revision_makes_every_watcher_list_anew()
    {
        await MakeAsync("old");
        Save();
        for (var i = 0; i < 5; i++) await MakeAsync($"lost-{i}");
        var known = await VersionAsync();
        await RestoreAsync(1_000_000);
        Assert.True(await VersionAsync() > known);
        var (_, watch) = await cluster.SendAsync(
            "GET", string.Create(CultureInfo.InvariantCulture, $"{Secrets}?watch=true&timeoutSeconds=1&resourceVersion={known}"));
        Assert.Contains("\"code\":410", watch.ToJsonString().Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_under_writes_is_one_state_between_two_of_them()
    {
        using var enough = new CancellationTokenSource();
        var acknowledged = 0;
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await MakeAsync(string.Create(CultureInfo.InvariantCulture, $"w{acknowledged:0000}"));
                acknowledged++;
            }
        }, Ct);
        await Eventually.HoldsAsync(() => Task.FromResult(acknowledged > 20), "some writes");
        var before = acknowledged;
        Save();
        await enough.CancelAsync();
        await writing;
        await RestoreAsync(0);
        var restored = await NamesAsync();
        Assert.InRange(restored.Length, before, acknowledged);
        Assert.Equal(Enumerable.Range(0, restored.Length).Select(i => $"w{i:0000}"), restored);
    }

    [Fact]
    public async Task A_foreign_file_is_refused_and_changes_nothing()
    {
        await MakeAsync("kept");
        Save();
        var foreign = Path.Combine(cluster.Directory, "foreign.db");
        await File.WriteAllTextAsync(foreign, "I am a poem, not a database.", Ct);
        await cluster.StopAsync();
        foreach (var file in (string[])[foreign, Path.Combine(cluster.Directory, "api", "objects.db"), Path.Combine(cluster.Directory, "absent.db")])
            Assert.Throws<SnapshotException>(() => StoreSnapshot.Restore(cluster.Directory, file, 0));
        await cluster.StartAsync();
        Assert.Equal(["kept"], await NamesAsync());
        Assert.Throws<SnapshotException>(() => StoreSnapshot.Save(cluster.Directory, SnapshotFile, TimeProvider.System));
    }

    [Fact]
    public void Any_changed_byte_of_the_content_is_noticed()
    {
        Save();
        var bytes = File.ReadAllBytes(SnapshotFile);
        var flips = 0;
        // All of them: some are on pages that hold nothing any more.
        for (int at; (at = bytes.AsSpan().IndexOf("kube-system"u8)) >= 0; flips++) bytes[at] = (byte)'K';
        Assert.True(flips > 0);
        var changed = Path.Combine(cluster.Directory, "changed.db");
        File.WriteAllBytes(changed, bytes);
        Assert.Contains("damaged", Assert.Throws<SnapshotException>(() => StoreSnapshot.Verify(changed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_keeps_a_restore_out()
    {
        Save();
        await MakeAsync("after");
        Assert.Throws<SnapshotException>(() => StoreSnapshot.Restore(cluster.Directory, SnapshotFile, 0));
        Assert.Equal(["after"], await NamesAsync());
    }

    [Fact]
    public async Task What_an_interrupted_restore_left_behind_does_not_count()
    {
        await MakeAsync("kept");
        Save();
        await cluster.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(cluster.Directory, "api", "objects.db.unfinished"), "half", Ct);
        await cluster.StartAsync();
        Assert.Equal(["kept"], await NamesAsync());
        await RestoreAsync(0);
        Assert.Equal(["kept"], await NamesAsync());
    }

    private SnapshotInfo Save() => StoreSnapshot.Save(cluster.Directory, SnapshotFile, TimeProvider.System);

    private async Task RestoreAsync(long bump)
    {
        await cluster.StopAsync();
        StoreSnapshot.Restore(cluster.Directory, SnapshotFile, bump);
        await cluster.StartAsync();
    }

    private async Task MakeAsync(string name) =>
        Assert.Equal(201, (await cluster.SendAsync("POST", Secrets, $$$"""{"metadata":{"name":"{{{name}}}"}}""")).Code);

    private async Task<string[]> NamesAsync() =>
        [.. (await cluster.SendAsync("GET", Secrets)).Body["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!)];

    private async Task<long> VersionAsync() =>
        long.Parse((string)(await cluster.SendAsync("GET", Secrets)).Body["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
}
