namespace LustreSupervisor.Tidy.Tests;

/// <summary>How the tests of this project fail: with every violation at once, so that one run is enough to put them right.</summary>
internal static class Violations
{
    /// <summary>Fails when there are any.</summary>
    /// <param name="rule">The rule, for people.</param>
    /// <param name="violations">One line each, beginning with <c>path:line</c>.</param>
    public static void MustBeNone(string rule, IEnumerable<string> violations)
    {
        var found = violations.ToList();
        if (found.Count > 0)
            Assert.Fail($"{found.Count} x {rule}{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
