using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Pods;

/// <summary>What a container finds when it starts: variables, files, and an identity of its own.</summary>
public sealed class FurnitureTests(ConformanceCluster cluster) : PodTest(cluster)
{
    private const string TokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    [Fact]
    public async Task Variables_come_from_the_pod_and_from_maps_and_secrets()
    {
        await MapAsync("settings", data: "\"colour\":\"red\"");
        (await Api.PostAsync(Core("secrets"), """{"metadata":{"name":"keys"},"stringData":{"word":"sesame"}}""")).Must(201);
        var variables = """
            "env":[{"name":"NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"BOTH","value":"$(NAME)-x"},
            {"name":"COLOUR","valueFrom":{"configMapKeyRef":{"name":"settings","key":"colour"}}},
            {"name":"WORD","valueFrom":{"secretKeyRef":{"name":"keys","key":"word"}}}],
            """;
        Assert.Equal("p p-x red sesame\n", await SayAsync("echo $NAME $BOTH $COLOUR $WORD", variables));
    }

    [Fact]
    public async Task A_pod_may_only_do_what_its_service_account_may()
    {
        var said = await SayAsync($"cat {TokenFile}", "");
        using var pod = Cluster.As(said.Trim());
        var self = (await pod.PostAsync("apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")).Must(201);
        Assert.Equal($"system:serviceaccount:{Namespace}:default", self["status", "userInfo", "username"]);
        (await pod.GetAsync(Core("pods"))).MustFail(403, "Forbidden");
    }

    [Fact]
    public async Task A_token_that_is_not_wanted_is_not_given() =>
        Assert.Equal("none\n", await SayAsync($"test -e {TokenFile} || echo none", "", "\"restartPolicy\":\"Never\",\"automountServiceAccountToken\":false,"));

    [Fact]
    public async Task A_token_ends_with_its_pod()
    {
        var token = (await SayAsync($"cat {TokenFile}", "")).Trim();
        (await Api.DeleteAsync(Core("pods/p"), """{"gracePeriodSeconds":0}""")).Must(200);
        using var late = Cluster.As(token);
        await UntilAsync("the token refused", async () => (await late.GetAsync(Core("pods"))).Code == 401);
    }

    private async Task<string> SayAsync(string script, string container, string spec = "\"restartPolicy\":\"Never\",")
    {
        await RunAsync(Pod("p", script, container, spec));
        await UntilPhaseAsync("p", "Succeeded");
        return (await Api.GetAsync(Core("pods/p/log"))).Must(200).Text;
    }
}
