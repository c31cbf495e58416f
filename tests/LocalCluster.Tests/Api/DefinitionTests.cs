using k8s;
using k8s.Models;
using static LustreSupervisor.LocalCluster.Tests.Api.TestCluster;

namespace LustreSupervisor.LocalCluster.Tests.Api;

public sealed class DefinitionTests
{
    [Fact]
    public async Task A_definition_is_established_and_served_at_once_and_takes_its_objects_with_it()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        Assert.Equal(404, (await cluster.SendAsync("GET", Samples.Widgets)).Code);
        await Samples.DefineWidgetsAsync(cluster);
        var defined = await cluster.Client.ApiextensionsV1.ReadCustomResourceDefinitionAsync("widgets.tests.example.org", cancellationToken: Ct);
        Assert.Contains(defined.Status.Conditions, c => c is { Type: "Established", Status: "True" });
        Assert.Equal("Size", defined.Spec.Versions[0].AdditionalPrinterColumns[0].Name);
        Assert.Equal(201, (await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("w").ToJsonString())).Code);

        await cluster.Client.ApiextensionsV1.DeleteCustomResourceDefinitionAsync("widgets.tests.example.org", cancellationToken: Ct);
        await Eventually.IsGoneAsync(cluster, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.tests.example.org");
        Assert.Equal(404, (await cluster.SendAsync("GET", Samples.Widgets)).Code);
        await Samples.DefineWidgetsAsync(cluster);
        Assert.Empty((await cluster.SendAsync("GET", Samples.Widgets)).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task A_faulty_definition_is_refused()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        var definition = KubernetesYaml.Deserialize<V1CustomResourceDefinition>(Samples.WidgetDefinition.Replace("^[a-z]+$", "^[a-z", StringComparison.Ordinal));
        definition.Metadata.Name = "gadgets.tests.example.org";
        var (code, status) = await cluster.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", KubernetesJson.Serialize(definition));
        Assert.Equal(422, code);
        var message = (string?)status["message"];
        Assert.Contains("must be spec.names.plural+\\\".\\\"+spec.group".Replace("\\", "", StringComparison.Ordinal), message, StringComparison.Ordinal);
        Assert.Contains("must be a valid regular expression", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_products_own_definitions_are_accepted()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAsync();
        var assembly = typeof(LocalCluster.Api.ApiServer).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith("crds/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var made = await cluster.SendAsync(
                "POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?fieldValidation=Strict", await reader.ReadToEndAsync(Ct), "application/yaml");
            Assert.True(made.Code == 201, made.Body.ToJsonString());
        }
    }
}
