using LustreSupervisor.Conformance.Clusters;

namespace LustreSupervisor.Conformance.Adapter;

/// <summary>The product's own custom kinds, applied from <c>deploy/crds</c> as an administrator would.</summary>
internal static class ProductDefinitions
{
    private const string Collection = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    public static async Task EnsureAsync(ApiClient api)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Programs.Root, "deploy", "crds"), "*.yaml").Order())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var objectName = text.Split('\n').First(line => line.StartsWith("  name:", StringComparison.Ordinal)).Split(':')[1].Trim();
            var applied = await api.ApplyAsync($"{Collection}/{objectName}", "conformance", text, force: true);
            Assert.True(applied.Code is 200 or 201, $"{name}: {applied.Text}");
            await Eventually.IsAsync(api, $"{Collection}/{objectName}", definition =>
                definition.At("status", "conditions")?.AsArray().Any(found => $"{found!["type"]}" == "Established" && $"{found["status"]}" == "True") == true, "established");
        }
    }
}
