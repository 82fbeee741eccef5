using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

public sealed class MetricQueryTemplateTests
{
    private static readonly TimeWindow Window = new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(15), 40);

    [Theory]
    [InlineData("up{{{ scope.matcher }}}", "up{track=\"canary\"}")]
    [InlineData("up{a=\"b\", {{scope.matcher}}}", "up{a=\"b\", track=\"canary\"}")]
    [InlineData("up{image=~\".*@{{ scope.digest }}\"}", "up{image=~\".*@sha256:cc\"}")]
    [InlineData("rate(up{{{ scope.matcher }}}[{{ window }}:{{ step }}])", "rate(up{track=\"canary\"}[600s:15s])")]
    [InlineData("up{x=\"{{ scope.labels.odd }}\"}", "up{x=\"a.b\\\"c\\\\d\\ne`\"}")]
    [InlineData("up{x='{{ scope.labels.odd }}'}", "up{x='a.b\"c\\\\d\\ne`'}")]
    [InlineData("up{x=~\"{{ scope.labels.odd }}\"}", "up{x=~\"a\\\\.b\\\"c\\\\\\\\d\\ne`\"}")]
    [InlineData("up{x !~ \"{{ scope.labels.dots }}|z\"}", "up{x !~ \"a\\\\.b|z\"}")]
    [InlineData("up{x=~`{{ scope.labels.dots }}`}", "up{x=~`a\\.b`}")]
    [InlineData("{{ scope.labels.name }}_total{{{ scope.matcher }}}", "shop_total{track=\"canary\"}")]
    [InlineData("up{x=\"\\\"{{ scope.digest }}\"} # '", "up{x=\"\\\"sha256:cc\"} # '")]
    public void Places_are_filled_with_what_is_safe_there(string template, string expected) =>
        Assert.Equal(expected.Replace("sha256:cc", Some.Canary.Text, StringComparison.Ordinal), MetricQueryTemplate.Parse(template).Render(Scope(), Window));

    [Theory]
    [InlineData("up", 0, "tells the arms apart")]
    [InlineData("up{a=\"{{ step }}\"}", 0, "tells the arms apart")]
    [InlineData("up{{{ scope.matcher }", 3, "not closed")]
    [InlineData("up{{{ scope.matchers }}}", 6, "not known")]
    [InlineData("up{{{ }}}", 3, "Nothing stands")]
    [InlineData("up{a=\"{{ scope.matcher }}\"}", 9, "outside of quotes")]
    [InlineData("{{ scope.digest }}", 3, "within quotes")]
    [InlineData("up{{{ scope.labels. }}}", 6, "not known")]
    [InlineData("up # {{ scope.matcher }}", 5, "comment")]
    public void What_cannot_be_filled_is_refused_with_its_place(string template, int position, string problem)
    {
        var e = Assert.Throws<QueryTextException>(() => MetricQueryTemplate.Parse(template));
        Assert.Equal(position, e.Position);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up{a=\"{{ scope.labels.none }}\"}", "No value is given for `none`")]
    [InlineData("{{ scope.labels.odd }}", "is not a name")]
    [InlineData("up{a=`{{ scope.labels.odd }}`}", "back-tick")]
    public void Values_that_do_not_fit_are_refused(string template, string problem) =>
        Assert.Contains(problem, Assert.Throws<QueryTextException>(() => MetricQueryTemplate.Parse(template).Render(Scope(), Window)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("track=\"canary\"} or up{a=\"b\"")]
    [InlineData("{{ scope.matcher }}")]
    [InlineData("track")]
    [InlineData("track=\"canary")]
    public void Conditions_of_an_arm_cannot_break_out_of_the_braces(string matcher) =>
        Assert.Throws<QueryTextException>(() => MetricQueryTemplate.Parse("up{{{ scope.matcher }}}").Render(Scope() with { Matcher = matcher }, Window));

    [Fact]
    public void Conditions_of_an_arm_are_filled_too() =>
        Assert.Equal($"up{{digest=\"{Some.Canary}\",x=~\"a\\\\.b\"}}", MetricQueryTemplate.Parse("up{{{ scope.matcher }}}").Render(Scope() with { Matcher = "digest=\"{{ scope.digest }}\",x=~\"{{ scope.labels.dots }}\"," }, Window));

    private static ArmScope Scope() => new(
        Arm.Canary,
        Some.Canary,
        "track=\"canary\"",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["odd"] = "a.b\"c\\d\ne`", ["dots"] = "a.b", ["name"] = "shop" });
}
