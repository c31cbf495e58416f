using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Access;

/// <summary>What somebody may do: nothing that no role allows.</summary>
public sealed class PermissionTests(ConformanceCluster cluster) : AccessTest(cluster)
{
    private const string Authorization = "apis/authorization.k8s.io/v1";

    [Fact]
    public async Task A_new_service_account_may_read_nothing()
    {
        var refused = (await Robot.GetAsync(Maps)).MustFail(403, "Forbidden");
        Assert.Equal(
            $"configmaps is forbidden: User \"{Account}\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"{Namespace}\"",
            refused.Message);
        var one = (await Robot.DeleteAsync(Of("coordination.k8s.io/v1", "leases/l"))).MustFail(403, "Forbidden");
        Assert.Equal(
            $"leases.coordination.k8s.io \"l\" is forbidden: User \"{Account}\" cannot delete resource \"leases\" in API group \"coordination.k8s.io\" in the namespace \"{Namespace}\"",
            one.Message);
        var everywhere = (await Robot.GetAsync("api/v1/nodes")).MustFail(403, "Forbidden");
        Assert.Equal($"nodes is forbidden: User \"{Account}\" cannot list resource \"nodes\" in API group \"\" at the cluster scope", everywhere.Message);
        (await Robot.GetAsync("version")).Must(200);
        (await Robot.GetAsync("api/v1")).Must(200);
    }

    [Fact]
    public async Task A_role_allows_what_it_names_and_no_more()
    {
        await MapAsync("named");
        await MapAsync("other");
        await AllowAsync("reader", """{"apiGroups":[""],"resources":["configmaps"],"resourceNames":["named"],"verbs":["get","update"]}""");
        await UntilAsync("the role known", async () => (await Robot.GetAsync($"{Maps}/named")).Code == 200);
        (await Robot.GetAsync($"{Maps}/other")).MustFail(403, "Forbidden");
        (await Robot.GetAsync(Maps)).MustFail(403, "Forbidden");
        (await Robot.DeleteAsync($"{Maps}/named")).MustFail(403, "Forbidden");
        await Api.DeleteAsync(Of("rbac.authorization.k8s.io/v1", "rolebindings/reader"));
        await UntilAsync("the role withdrawn", async () => (await Robot.GetAsync($"{Maps}/named")).Code == 403);
    }

    [Fact]
    public async Task A_subresource_is_a_right_of_its_own()
    {
        await AllowAsync("pods", """{"apiGroups":[""],"resources":["pods"],"verbs":["*"]}""");
        await UntilAsync("the role known", async () => (await Robot.GetAsync(Core("pods"))).Code == 200);
        (await Robot.GetAsync(Core("pods/p/log"))).MustFail(403, "Forbidden");
        (await Robot.MergeAsync(Core("pods/p/status"), "{}")).MustFail(403, "Forbidden");
    }

    [Fact]
    public async Task Nobody_gives_away_what_he_has_not_got()
    {
        await AllowAsync("roles", """{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],"verbs":["create","get"]}""");
        var role = """{"metadata":{"name":"more"},"rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}]}""";
        var refused = await UntilKnownAsync(() => Robot.PostAsync(Of("rbac.authorization.k8s.io/v1", "roles"), role));
        Assert.Contains("attempting to grant RBAC permissions not currently held", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_answers_for_anybody()
    {
        await AllowAsync("reader", """{"apiGroups":[""],"resources":["configmaps"],"verbs":["list"]}""");
        var question = $$"""{"spec":{"user":"{{Account}}","resourceAttributes":{"namespace":"{{Namespace}}","verb":"list","resource":"configmaps"} } }""";
        await UntilAsync("the role known", async () => (await Api.PostAsync($"{Authorization}/subjectaccessreviews", question)).Must(201)["status", "allowed"] == "true");
        var other = question.Replace("list", "delete", StringComparison.Ordinal);
        Assert.Equal("false", (await Api.PostAsync($"{Authorization}/subjectaccessreviews", other)).Must(201)["status", "allowed"]);
        var own = (await Robot.PostAsync($"{Authorization}/selfsubjectaccessreviews",
            $$"""{"spec":{"resourceAttributes":{"namespace":"{{Namespace}}","verb":"list","resource":"configmaps"} } }""")).Must(201);
        Assert.Equal("true", own["status", "allowed"]);
        var rules = (await Robot.PostAsync($"{Authorization}/selfsubjectrulesreviews", $$"""{"spec":{"namespace":"{{Namespace}}"} }""")).Must(201);
        Assert.Contains(rules.At("status", "resourceRules")!.AsArray(), rule => $"{rule!["resources"]![0]}" == "configmaps");
    }

    [Fact]
    public async Task A_role_of_a_binding_is_for_ever()
    {
        await AllowAsync("reader", """{"apiGroups":[""],"resources":["configmaps"],"verbs":["list"]}""");
        var refused = await Api.MergeAsync(Of("rbac.authorization.k8s.io/v1", "rolebindings/reader"), """{"roleRef":{"name":"another"}}""");
        Assert.Contains("roleRef", refused.MustFail(422, "Invalid").CauseFields);
    }

    [Fact]
    public async Task Reading_many_secrets_needs_more_than_reading_one()
    {
        await AllowAsync("secret", """{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}""");
        await UntilAsync("the role known", async () => (await Robot.GetAsync(Core("secrets/none"))).Code == 404);
        (await Robot.GetAsync(Core("secrets"))).MustFail(403, "Forbidden");
        (await Robot.GetAsync($"{Core("secrets")}?watch=true")).MustFail(403, "Forbidden");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    [InlineData("1")]
    public async Task Who_may_list_may_not_therefore_watch(string watch)
    {
        await AllowAsync("lister", """{"apiGroups":[""],"resources":["configmaps"],"verbs":["list"]}""");
        await UntilAsync("the role known", async () => (await Robot.GetAsync(Maps)).Code == 200);
        (await Robot.GetAsync($"{Maps}?watch={watch}")).MustFail(403, "Forbidden");
    }

    /// <summary>Awaits that the refusal is about escalation, not about the role that allows to try.</summary>
    private static async Task<Answer> UntilKnownAsync(Func<Task<Answer>> attempt)
    {
        Answer? last = null;
        await UntilAsync("the right to make roles known", async () =>
        {
            last = await attempt();
            return !last.Message.Contains("cannot create resource", StringComparison.Ordinal);
        });
        return last!.MustFail(403, "Forbidden");
    }
}
