namespace LustreSupervisor.Topology.Tests.Scenarios;

/// <summary>Texts that are kept beside the tests and compared to the letter.</summary>
public static class Golden
{
    public static void Matches(string file, string actual)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", file);
        Assert.True(File.Exists(path), $"Golden/{file} does not exist; the text now is:{Environment.NewLine}{actual}");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: true);
    }
}
