using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

public sealed class SeriesSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["__name__"] = "http_requests_total", ["code"] = "503", ["zone"] = "eu-1", ["odd"] = "a\"b\\c\nd" };

    [Theory]
    [InlineData("http_requests_total", true)]
    [InlineData(" http_requests_total { } ", true)]
    [InlineData("http_requests", false)]
    [InlineData("http_requests_total{code=\"503\",}", true)]
    [InlineData("http_requests_total{code!=\"503\"}", false)]
    [InlineData("http_requests_total{code=~\"5..\"}", true)]
    [InlineData("http_requests_total{code=~\"5.\"}", false)]
    [InlineData("http_requests_total{code=~\"03\"}", false)]
    [InlineData("http_requests_total{code=~\"200|503\"}", true)]
    [InlineData("http_requests_total{code!~\"2..|3..\"}", true)]
    [InlineData("http_requests_total{none=\"\"}", true)]
    [InlineData("http_requests_total{none!=\"\"}", false)]
    [InlineData("{__name__=~\"http_.*\", zone='eu-1'}", true)]
    [InlineData("{odd=\"a\\\"b\\\\c\\nd\"}", true)]
    [InlineData("{odd=~`a.b\\\\c\\nd`}", true)]
    [InlineData("{zone=\"\\x65u\\u002d1\"}", true)]
    [InlineData("{\"zone\"=\"eu-1\"}", true)]
    [InlineData("{\"zone/b\"=\"eu-1\"}", false)]
    public void A_selector_takes_what_Prometheus_would(string text, bool fits)
    {
        var selector = SeriesSelector.Parse(text);
        Assert.Equal(fits, selector.Fits(Labels));
        Assert.Equal(fits, SeriesSelector.Parse(selector.ToString()).Fits(Labels));
    }

    [Theory]
    [InlineData("rate(up[5m])", 4)]
    [InlineData("up[5m]", 2)]
    [InlineData("up offset 5m", 3)]
    [InlineData("up + down", 3)]
    [InlineData("{}", 0)]
    [InlineData("{a=~\".*\"}", 0)]
    [InlineData("", 0)]
    [InlineData("up{a}", 4)]
    [InlineData("up{a=b}", 5)]
    [InlineData("up{a=\"b\"", 8)]
    [InlineData("up{a=\"b", 5)]
    [InlineData("up{a=\"b\\q\"}", 7)]
    [InlineData("up{a=~\"(\"}", 3)]
    [InlineData("up{a=~\"(?=x)\"}", 3)]
    [InlineData("up{a==\"b\"}", 5)]
    [InlineData("up{\"\"=\"b\"}", 5)]
    public void Anything_else_is_refused_with_its_place(string text, int position) =>
        Assert.Equal(position, Assert.Throws<QueryTextException>(() => SeriesSelector.Parse(text)).Position);
}
