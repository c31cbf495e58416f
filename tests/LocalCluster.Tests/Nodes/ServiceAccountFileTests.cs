using k8s.Models;
using LustreSupervisor.LocalCluster.Tests.Hall;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class ServiceAccountFileTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    [Fact]
    public async Task A_pod_finds_a_token_that_is_bound_to_it_and_goes_with_it()
    {
        var pod = await room.RunAsync("holder", "cp $LUSTRE_SERVICEACCOUNT_DIR/* . && exec sleep 600", graceSeconds: 1);
        var home = room.Directory.NodeDirectory("node1");
        await Wait.UntilAsync(() => File.Exists(Path.Combine(home, "token")));

        Assert.Equal("default", await File.ReadAllTextAsync(Path.Combine(home, "namespace"), NodeRoom.Ct));
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(Path.Combine(home, "ca.crt"), NodeRoom.Ct), StringComparison.Ordinal);
        await Wait.UntilAsync(async () => await CodeAsync(home) == 200);

        await room.DeleteAsync("holder");
        await room.UntilGoneAsync("holder");
        Assert.Equal(401, await CodeAsync(home));
        Assert.False(Directory.Exists(Path.Combine(home, "pods", pod.Uid())));
    }

    private async Task<int> CodeAsync(string home)
    {
        var token = await File.ReadAllTextAsync(Path.Combine(home, "token"), NodeRoom.Ct);
        return (await room.Cluster.SendAsync("GET", "/apis", authorization: "Bearer " + token.Trim())).Code;
    }
}
