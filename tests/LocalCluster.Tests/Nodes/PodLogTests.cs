using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.Tests.Hall;

namespace LustreSupervisor.LocalCluster.Tests.Nodes;

public sealed class PodLogTests(NodeRoom room) : IClassFixture<NodeRoom>
{
    [Fact]
    public async Task A_log_is_read_whole_and_in_part_and_followed_to_the_container_s_end()
    {
        await room.RunAsync("talking", "echo one; echo two >&2; while test ! -e hush; do sleep 0.01; done; printf three");
        await Wait.UntilAsync(async () => await room.LogAsync("talking") is "one\ntwo\n" or "two\none\n");
        Assert.Contains(await room.LogAsync("talking", tail: 1), (string[])["one\n", "two\n"]);
        var following = room.LogAsync("talking", follow: true);
        await File.WriteAllTextAsync(Path.Combine(room.Directory.NodeDirectory("node1"), "hush"), "", NodeRoom.Ct);
        Assert.EndsWith("\nthree\n", await following, StringComparison.Ordinal);
        Assert.EndsWith("\nthree\n", await room.LogAsync("talking"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_previous_run_s_log_is_kept()
    {
        await room.CreateAsync("twice", new V1PodSpec
        {
            RestartPolicy = "OnFailure", Containers = [NodeRoom.Shell("main", "test -e once && { echo second; exec sleep 1000; }; touch once; echo first; exit 1")],
        });
        await room.UntilAsync("twice", pod => pod.Status?.ContainerStatuses?[0] is { RestartCount: 1, State.Running: not null });
        await Wait.UntilAsync(async () => await room.LogAsync("twice") == "second\n");
        Assert.Equal("first\n", await room.LogAsync("twice", previous: true));
        await room.DeleteAsync("twice", graceSeconds: 1);
    }

    [Fact]
    public async Task Refusals_are_worded_as_the_real_ones()
    {
        await room.CreateAsync("mute", new V1PodSpec
        {
            InitContainers = [NodeRoom.Shell("init", "true")],
            Containers = [NodeRoom.Shell("a", "exec sleep 1000"), new V1Container { Name = "b", Image = "nginx" }],
        });
        await room.UntilAsync("mute", pod => pod.Status?.ContainerStatuses?.Any(status => status.State.Waiting?.Reason == "ImagePullBackOff") == true);
        Assert.Equal("a container name must be specified for pod mute, choose one of: [a b] or one of the init containers: [init]", await room.LogAsync("mute"));
        Assert.Equal("container c is not valid for pod mute", await room.LogAsync("mute", "c"));
        Assert.Equal("container \"b\" in pod \"mute\" is waiting to start: trying and failing to pull image", await room.LogAsync("mute", "b"));
        Assert.Equal("previous terminated container \"a\" in pod \"mute\" not found", await room.LogAsync("mute", "a", previous: true));
        Assert.Equal("pods \"nobody\" not found", await room.LogAsync("nobody"));
        await room.DeleteAsync("mute", graceSeconds: 1);
    }

    [Fact]
    public async Task The_kubelet_answers_nobody_but_the_API_server()
    {
        await room.RunAsync("private", "echo secret");
        await room.UntilAsync("private", pod => pod.Status?.Phase == "Succeeded");
        var node = await room.Client.CoreV1.ReadNodeAsync("node1", cancellationToken: NodeRoom.Ct);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (node.Status.DaemonEndpoints.KubeletEndpoint.Port == 0 && await looks.WaitForNextTickAsync(NodeRoom.Ct))
            node = await room.Client.CoreV1.ReadNodeAsync("node1", cancellationToken: NodeRoom.Ct);
        using var stranger = new HttpClient();
        using var answer = await stranger.GetAsync(
            new Uri($"http://127.0.1.1:{node.Status.DaemonEndpoints.KubeletEndpoint.Port}/containerLogs/default/private/agent"), NodeRoom.Ct);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(NodeRoom.Ct), StringComparison.Ordinal);
    }
}
