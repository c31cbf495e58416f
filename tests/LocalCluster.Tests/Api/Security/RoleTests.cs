using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api.Security;

/// <summary>Roles, bindings and what they allow; each test has a user of its own.</summary>
public sealed class RoleTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData("GET", Maps, "configmaps is forbidden: User \"nobody\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", Maps + "/x", "configmaps \"x\" is forbidden: User \"nobody\" cannot get resource \"configmaps\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", Maps + "?watch=true", "configmaps is forbidden: User \"nobody\" cannot watch resource \"configmaps\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", "/api/v1/nodes", "nodes is forbidden: User \"nobody\" cannot list resource \"nodes\" in API group \"\" at the cluster scope")]
    [InlineData("GET", "/api/v1/namespaces/default", "namespaces \"default\" is forbidden: User \"nobody\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", "/apis/none.example.org/v1/things", "things.none.example.org is forbidden: User \"nobody\" cannot list resource \"things\" in API group \"none.example.org\" at the cluster scope")]
    [InlineData("DELETE", Maps, "configmaps is forbidden: User \"nobody\" cannot deletecollection resource \"configmaps\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", "/api/v1/namespaces/default/pods/p/log", "pods \"p\" is forbidden: User \"nobody\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", "/metrics", "forbidden: User \"nobody\" cannot get path \"/metrics\"")]
    public async Task Whoever_has_no_role_is_told_what_he_lacks(string method, string path, string expected)
    {
        var (code, status) = await cluster.SendAsync(method, path, asUser: "nobody");
        Assert.Equal((403, "Forbidden", expected), (code, (string?)status["reason"], (string?)status["message"]));
    }

    [Fact]
    public async Task Everybody_may_find_out_what_there_is() =>
        Assert.Equal(200, (await cluster.SendAsync("GET", "/apis", asUser: "nobody")).Code);

    [Fact]
    public async Task A_role_allows_what_it_lists_in_its_namespace_and_no_more()
    {
        await GrantAsync("reader", "default", Rule("get,list", "", "configmaps"));
        Assert.Equal(200, await CodeAsync("reader", "GET", Maps));
        Assert.Equal(403, await CodeAsync("reader", "GET", "/api/v1/configmaps"));
        Assert.Equal(403, await CodeAsync("reader", "GET", "/api/v1/namespaces/kube-system/configmaps"));
        Assert.Equal(403, await CodeAsync("reader", "GET", Maps + "?watch=true"));
        Assert.Equal(403, await CodeAsync("reader", "POST", Maps, "{}"));
        await cluster.SendAsync("DELETE", $"{Rbac}/namespaces/default/rolebindings/reader");
        Assert.Equal(403, await CodeAsync("reader", "GET", Maps));
    }

    [Fact]
    public async Task Names_and_subresources_are_told_apart()
    {
        var named = Rule("get", "", "configmaps,pods/log");
        named["resourceNames"] = new JsonArray("mine");
        await GrantAsync("picky", "default", named);
        Assert.Equal(404, await CodeAsync("picky", "GET", Maps + "/mine"));
        Assert.Equal(403, await CodeAsync("picky", "GET", Maps + "/other"));
        Assert.Equal(403, await CodeAsync("picky", "GET", Maps));
        Assert.Equal(404, await CodeAsync("picky", "GET", "/api/v1/namespaces/default/pods/mine/log"));
        Assert.Equal(403, await CodeAsync("picky", "GET", "/api/v1/namespaces/default/pods/mine"));
    }

    [Fact]
    public async Task A_binding_to_a_role_that_is_not_there_is_named()
    {
        await BindAsync("lost", "default", "Role", "gone");
        var (_, status) = await cluster.SendAsync("GET", Maps, asUser: "lost");
        Assert.EndsWith(": RBAC: role.rbac.authorization.k8s.io \"gone\" not found", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_can_be_made_from_others()
    {
        await BindAsync("editor", "default", "ClusterRole", "edit");
        Assert.Equal(201, await CodeAsync("editor", "POST", Maps, """{"metadata":{"name":"edited"}}"""));
        Assert.Equal(403, await CodeAsync("editor", "GET", "/apis/tests.example.org/v1/namespaces/default/widgets"));
        await cluster.SendAsync("POST", Rbac + "/clusterroles", """
            {"metadata":{"name":"widgets","labels":{"rbac.authorization.k8s.io/aggregate-to-edit":"true"}},
             "rules":[{"verbs":["list"],"apiGroups":["tests.example.org"],"resources":["widgets"]}]}
            """);
        await Eventually.HoldsAsync(
            async () => await CodeAsync("editor", "GET", "/apis/tests.example.org/v1/namespaces/default/widgets") == 404, "edit took the rule up");
    }

    [Fact]
    public async Task Nobody_grants_what_he_has_not()
    {
        await GrantAsync("climber", "default", Rule("create,update", "rbac.authorization.k8s.io", "roles,rolebindings"), Rule("get", "", "configmaps"));
        var roles = $"{Rbac}/namespaces/default/roles";
        var (code, status) = await cluster.SendAsync("POST", roles, Role("up", Rule("get,list", "", "secrets")).ToJsonString(), asUser: "climber");
        Assert.Equal(403, code);
        Assert.Equal(
            "roles.rbac.authorization.k8s.io \"up\" is forbidden: user \"climber\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC " +
            "permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}",
            (string?)status["message"]);
        Assert.Equal(201, await CodeAsync("climber", "POST", roles, Role("same", Rule("get", "", "configmaps")).ToJsonString()));
        var bindings = $"{Rbac}/namespaces/default/rolebindings";
        Assert.Equal(403, await CodeAsync("climber", "POST", bindings, Binding("up", "climber", "ClusterRole", "edit").ToJsonString()));
        Assert.Equal(201, await CodeAsync("climber", "POST", bindings, Binding("same", "friend", "Role", "same").ToJsonString()));
        Assert.Equal(404, await CodeAsync("climber", "POST", bindings, Binding("none", "friend", "Role", "none").ToJsonString()));
    }

    [Fact]
    public async Task The_verb_bind_lets_one_role_be_given_without_having_it()
    {
        var bind = Rule("bind", "rbac.authorization.k8s.io", "clusterroles");
        bind["resourceNames"] = new JsonArray("view");
        await GrantAsync("binder", "default", Rule("create", "rbac.authorization.k8s.io", "rolebindings"), bind);
        var bindings = $"{Rbac}/namespaces/default/rolebindings";
        Assert.Equal(201, await CodeAsync("binder", "POST", bindings, Binding("given", "friend", "ClusterRole", "view").ToJsonString()));
        Assert.Equal(403, await CodeAsync("binder", "POST", bindings, Binding("kept", "friend", "ClusterRole", "edit").ToJsonString()));
    }

    [Fact]
    public async Task An_apply_that_creates_needs_the_right_to_create()
    {
        await GrantAsync("patcher", "default", Rule("patch", "", "configmaps"));
        const string Body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fresh"}}""";
        var (code, status) = await cluster.SendAsync(
            "PATCH", Maps + "/fresh?fieldManager=m", Body, "application/apply-patch+yaml", asUser: "patcher");
        Assert.Equal(403, code);
        Assert.Contains("cannot create resource \"configmaps\"", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_those_who_may_impersonate()
    {
        await GrantAsync("actor", null, Rule("impersonate", "", "users"));
        var token = await TokenOfAsync("actor-account");
        var (code, status) = await cluster.SendAsync("GET", "/apis", authorization: token, asUser: "king");
        Assert.Equal(403, code);
        Assert.Equal(
            "users \"king\" is forbidden: User \"system:serviceaccount:default:actor-account\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
            (string?)status["message"]);
        await cluster.SendAsync("POST", Rbac + "/clusterrolebindings", """
            {"metadata":{"name":"actor-account"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"actor"},
             "subjects":[{"kind":"ServiceAccount","name":"actor-account","namespace":"default"}]}
            """);
        Assert.Equal(200, (await cluster.SendAsync("GET", "/apis", authorization: token, asUser: "king")).Code);
    }

    private async Task<string> TokenOfAsync(string account)
    {
        await cluster.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", $$$"""{"metadata":{"name":"{{{account}}}"}}""");
        var (_, answer) = await cluster.SendAsync("POST", $"/api/v1/namespaces/default/serviceaccounts/{account}/token", "{}");
        return "Bearer " + (string)answer["status"]!["token"]!;
    }

    private async Task<int> CodeAsync(string user, string method, string path, string? body = null) =>
        (await cluster.SendAsync(method, path, body, asUser: user)).Code;

    private async Task GrantAsync(string user, string? ns, params JsonObject[] rules)
    {
        var place = ns is null ? $"{Rbac}/clusterroles" : $"{Rbac}/namespaces/{ns}/roles";
        Assert.Equal(201, (await cluster.SendAsync("POST", place, Role(user, rules).ToJsonString())).Code);
        await BindAsync(user, ns, ns is null ? "ClusterRole" : "Role", user);
    }

    private async Task BindAsync(string user, string? ns, string kind, string role)
    {
        var place = ns is null ? $"{Rbac}/clusterrolebindings" : $"{Rbac}/namespaces/{ns}/rolebindings";
        Assert.Equal(201, (await cluster.SendAsync("POST", place, Binding(user, user, kind, role).ToJsonString())).Code);
    }

    private static JsonObject Rule(string verbs, string group, string resources) => new()
    {
        ["verbs"] = Texts(verbs.Split(',')), ["apiGroups"] = Texts([group]), ["resources"] = Texts(resources.Split(',')),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static JsonObject Role(string name, params JsonObject[] rules) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name }, ["rules"] = new JsonArray([.. rules.Select(r => r.DeepClone())]),
    };

    private static JsonObject Binding(string name, string user, string kind, string role) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = kind, ["name"] = role },
        ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "User", ["name"] = user }),
    };
}
