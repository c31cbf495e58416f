using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Machinery;

/// <summary>What is wrong is refused with a <c>Status</c> that says what and where, and changes nothing.</summary>
public sealed class BadInputTests(ConformanceCluster cluster) : ConformanceTest(cluster)
{
    [Theory]
    [InlineData("apis/example.invalid/v1/things")]
    [InlineData("api/v1/things")]
    [InlineData("api/v2/pods")]
    public async Task An_unknown_kind_is_not_found(string path) => (await Api.GetAsync(path)).Must(404);

    [Theory]
    [InlineData("PUT", "configmaps")]
    [InlineData("PATCH", "configmaps")]
    [InlineData("POST", "configmaps/one")]
    [InlineData("DELETE", "pods/one/status")]
    public async Task A_verb_that_a_path_does_not_know_is_not_allowed(string method, string path) =>
        (await Api.SendAsync(method, Core(path), "{}")).MustFail(405, "MethodNotAllowed");

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[1,2]", "application/json")]
    [InlineData("\"text\"", "application/json")]
    [InlineData("a: [", "application/yaml")]
    [InlineData("""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x"}}""", "application/json")]
    [InlineData("""{"metadata":{"name":"x","namespace":"elsewhere"}}""", "application/json")]
    [InlineData("""{"metadata":{"name":"x","labels":["a"]}}""", "application/json")]
    [InlineData("""{"metadata":{"name":"x"},"data":{"a":{"b":1}}}""", "application/json")]
    public async Task A_body_that_cannot_be_read_is_a_bad_request(string body, string contentType)
    {
        (await Api.SendAsync("POST", Maps, body, contentType)).MustFail(400, "BadRequest");
        (await Api.GetAsync($"{Maps}/x")).Must(404);
    }

    [Fact]
    public async Task A_body_may_be_YAML() =>
        Assert.Equal("1", (await Api.SendAsync("POST", Maps, "metadata:\n  name: yaml\ndata:\n  a: '1'\n", "application/yaml")).Must(201)["data", "a"]);

    [Fact]
    public async Task A_body_in_no_known_language_is_refused() =>
        (await Api.SendAsync("POST", Maps, "<map/>", "text/xml")).MustFail(415, "UnsupportedMediaType");

    [Theory]
    [InlineData("configmaps", """{"metadata":{"name":"Not_A_Name"}}""", "metadata.name")]
    [InlineData("configmaps", """{"metadata":{"name":"x","labels":{"a b":"c"}}}""", "metadata.labels")]
    [InlineData("configmaps", """{"metadata":{"name":"x"},"data":{"a/b":"c"}}""", "data[a/b]")]
    [InlineData("secrets", """{"metadata":{"name":"x"},"type":"kubernetes.io/tls"}""", "data[tls.crt]")]
    [InlineData("pods", """{"metadata":{"name":"x"},"spec":{"containers":[]}}""", "spec.containers")]
    [InlineData("pods", """{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a"}]}}""", "spec.containers[0].image")]
    [InlineData("pods", """{"metadata":{"name":"x"},"spec":{"restartPolicy":"Maybe","containers":[{"name":"a","image":"b"}]}}""", "spec.restartPolicy")]
    [InlineData("pods", """{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"b"},{"name":"a","image":"b"}]}}""", "spec.containers[1].name")]
    [InlineData("services", """{"metadata":{"name":"x"},"spec":{"ports":[{"port":70000}]}}""", "spec.ports[0].port")]
    public async Task An_invalid_object_is_refused_with_the_field(string plural, string body, string field)
    {
        var answer = (await Api.PostAsync(Core(plural), body)).MustFail(422, "Invalid");
        Assert.Contains(field, answer.CauseFields);
        Assert.Contains(field, answer.Message, StringComparison.Ordinal);
        (await Api.GetAsync($"{Core(plural)}/x")).Must(404);
    }

    [Theory]
    [InlineData("apis/apps/v1", "deployments",
        """{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"a","image":"b"}]}}}}""",
        "spec.template.metadata.labels")]
    [InlineData("apis/policy/v1", "poddisruptionbudgets", """{"metadata":{"name":"x"},"spec":{"minAvailable":1,"maxUnavailable":1}}""", "spec")]
    [InlineData("apis/rbac.authorization.k8s.io/v1", "rolebindings", """{"metadata":{"name":"x"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Thing","name":"y"}}""", "roleRef.kind")]
    [InlineData("apis/coordination.k8s.io/v1", "leases", """{"metadata":{"name":"x"},"spec":{"leaseDurationSeconds":0}}""", "spec.leaseDurationSeconds")]
    public async Task So_is_one_of_another_group(string group, string plural, string body, string field)
    {
        var answer = (await Api.PostAsync($"{group}/namespaces/{Namespace}/{plural}", body)).MustFail(422, "Invalid");
        Assert.Contains(field, answer.CauseFields);
    }

    [Fact]
    public async Task Unknown_fields_are_dropped_with_a_warning_or_refused()
    {
        const string body = """{"metadata":{"name":"x"},"dota":{"a":"b"}}""";
        var warned = (await Api.PostAsync(Maps, body)).Must(201);
        Assert.Contains("unknown field \\\"dota\\\"", warned.Warnings, StringComparison.Ordinal);
        Assert.Null((await Api.GetAsync($"{Maps}/x")).At("dota"));
        var strict = (await Api.PostAsync($"{Maps}?fieldValidation=Strict", body.Replace("\"x\"", "\"y\"", StringComparison.Ordinal))).MustFail(400, "BadRequest");
        Assert.Contains("strict decoding error: unknown field \"dota\"", strict.Message, StringComparison.Ordinal);
        Assert.Empty((await Api.PostAsync($"{Maps}?fieldValidation=Ignore", body.Replace("\"x\"", "\"z\"", StringComparison.Ordinal))).Must(201).Warnings);
    }

    [Fact]
    public async Task A_pod_keeps_what_it_was_made_with()
    {
        await ServiceAccounts.AwaitDefaultAsync(Api, Namespace);
        (await Api.PostAsync(Core("pods"), """{"metadata":{"name":"x"},"spec":{"nodeName":"no-such-node","containers":[{"name":"a","image":"b"}]}}""")).Must(201);
        var refused = (await Api.MergeAsync(Core("pods/x"), """{"spec":{"nodeName":"other"}}""")).MustFail(422, "Invalid");
        Assert.Contains("pod updates may not change fields other than", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_three_MiB_is_refused()
    {
        var big = new string('a', (3 * 1024 * 1024) + 1);
        (await Api.PostAsync(Maps, $$"""{"metadata":{"name":"x"},"data":{"a":"{{big}}"} }""")).MustFail(413, "RequestEntityTooLarge");
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_takes_nothing() =>
        (await Api.PostAsync($"api/v1/namespaces/{Namespace}-not/configmaps", """{"metadata":{"name":"x"}}""")).MustFail(404, "NotFound");
}
