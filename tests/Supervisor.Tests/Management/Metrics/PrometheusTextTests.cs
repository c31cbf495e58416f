using LustreSupervisor.Supervisor.Management.Metrics;

namespace LustreSupervisor.Supervisor.Tests.Management.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void A_family_says_what_it_is_and_then_its_samples() => Assert.Equal(
        "# HELP x_total How many.\n# TYPE x_total counter\nx_total 3\nx_total{a=\"1\",b=\"two\"} 0.25\n",
        new PrometheusText().Family("x_total", "counter", "How many.").Sample(3).Sample(0.25, ("a", "1"), ("b", "two")).ToString());

    [Fact]
    public void Backslash_quote_and_line_feed_are_escaped_in_labels() => Assert.EndsWith(
        "x{a=\"C:\\\\dir \\\"q\\\"\\nnext é\"} 1\n",
        new PrometheusText().Family("x", "gauge", "").Sample(1, ("a", "C:\\dir \"q\"\nnext é")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Help_keeps_its_quotes_and_stays_one_line() => Assert.StartsWith(
        "# HELP x a \"b\" \\\\ c\\nd\n", new PrometheusText().Family("x", "gauge", "a \"b\" \\ c\nd").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(7200, "7200")]
    [InlineData(1.5, "1.5")]
    [InlineData(1764000000.123, "1764000000.123")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_written_as_Go_reads_them(double value, string text) => Assert.Equal(text, PrometheusText.Number(value));
}
