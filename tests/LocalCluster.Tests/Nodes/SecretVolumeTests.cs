using System.Text;
using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;
using LustreSupervisor.LocalCluster.Tests.Hall;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class SecretVolumeTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    [Fact]
    public async Task A_container_waits_for_its_secret_and_finds_it_under_its_mount_path()
    {
        await room.CreateAsync("reader", ["/bin/cp", "/etc/agent/tls/ca.crt", "seen"], secret: "late");
        await room.Client.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = "late" }, Data = new Dictionary<string, byte[]> { ["ca.crt"] = Encoding.UTF8.GetBytes("trust") } },
            "default", cancellationToken: NodeRoom.Ct);

        await room.UntilAsync("reader", pod => pod.Status?.Phase == "Succeeded");

        Assert.Equal("trust", await File.ReadAllTextAsync(Path.Combine(room.Directory.NodeDirectory("node1"), "seen"), NodeRoom.Ct));
        var pods = Path.Combine(room.Directory.NodeDirectory("node1"), "pods");
        await Wait.UntilAsync(() => Directory.GetFiles(pods, "ca.crt", SearchOption.AllDirectories).Length == 0);
    }

    [Fact]
    public async Task A_pod_that_waits_for_its_secret_can_be_deleted()
    {
        await room.CreateAsync("waiting", ["/bin/true"], secret: "never");

        await room.DeleteAsync("waiting");

        await room.UntilGoneAsync("waiting");
    }

    [Theory]
    [InlineData("/etc/tls", "/here")]
    [InlineData("/etc/tls/ca.crt", "/here/ca.crt")]
    [InlineData("/etc/tlsx", "/etc/tlsx")]
    [InlineData("--dir=/etc/tls", "--dir=/etc/tls")]
    public void Only_words_that_begin_with_the_mount_path_are_led_there(string word, string led) =>
        Assert.Equal(led, PodMounts.Lead(word, new Dictionary<string, string> { ["/etc/tls"] = "/here" }));
}
