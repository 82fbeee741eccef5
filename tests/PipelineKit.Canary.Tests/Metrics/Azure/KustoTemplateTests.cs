using Xunit;

namespace PipelineKit.Canary.Tests.Metrics.Azure;

public sealed class KustoTemplateTests
{
    private static readonly TimeWindow Window = new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(60), 30);

    [Theory]
    [InlineData("T | where {{ scope.matcher }}", "T | where (['track'] == \"canary\")")]
    [InlineData("T | where d == \"{{ scope.digest }}\" | summarize count() by bin(TimeGenerated, {{ step }}) // don't", "T | where d == \"sha256:cc\" | summarize count() by bin(TimeGenerated, 60s) // don't")]
    [InlineData("T | where t > ago({{ window }}) and d has '{{ scope.digest }}'", "T | where t > ago(1800s) and d has 'sha256:cc'")]
    [InlineData("T | where x == \"{{ scope.labels.odd }}\"", "T | where x == \"a.b\\\"c\\\\d\\u000ae`'\"")]
    [InlineData("T | where x == '{{ scope.labels.odd }}'", "T | where x == 'a.b\"c\\\\d\\u000ae`\\''")]
    [InlineData("T | where x == h\"{{ scope.labels.odd }}\"", "T | where x == h\"a.b\\\"c\\\\d\\u000ae`'\"")]
    [InlineData("T | where x =~ \"{{ scope.labels.dots }}\"", "T | where x =~ \"a.b\"")]
    [InlineData("T | where x matches regex \"^{{ scope.labels.dots }}$\"", "T | where x matches regex \"^a\\\\.b$\"")]
    [InlineData("T | where x == \"\\\"\" and y == \"{{ scope.labels.dots }}\"", "T | where x == \"\\\"\" and y == \"a.b\"")]
    [InlineData("T | where x == @\"a\\\" and y == \"{{ scope.labels.dots }}\"", "T | where x == @\"a\\\" and y == \"a.b\"")]
    [InlineData("T | where x == @'it''s' and y == '{{ scope.labels.dots }}'", "T | where x == @'it''s' and y == 'a.b'")]
    [InlineData("T | where x == ```\"``` and y == \"{{ scope.labels.dots }}\"", "T | where x == ```\"``` and y == \"a.b\"")]
    [InlineData("T | where u == \"https://a\" and y == \"{{ scope.labels.dots }}\"", "T | where u == \"https://a\" and y == \"a.b\"")]
    [InlineData("{{ scope.labels.name }} // it's\n| where d == \"{{ scope.digest }}\"", "shop // it's\n| where d == \"sha256:cc\"")]
    public void Places_are_filled_with_what_is_safe_there(string template, string expected) =>
        Assert.Equal(expected.Replace("sha256:cc", Some.Canary.Text, StringComparison.Ordinal), Parse(template).Render(Scope(), Window));

    [Theory]
    [InlineData("T | summarize count() by bin(t, {{ step }})", 0, "tells the arms apart")]
    [InlineData("T // {{ scope.matcher }}", 5, "comment")]
    [InlineData("T | where x == \"{{ scope.matcher }}\"", 19, "outside of quotes")]
    [InlineData("T | where x == {{ scope.digest }}", 18, "within quotes")]
    [InlineData("T | where x == @\"{{ scope.digest }}\"", 20, "write plain quotes")]
    [InlineData("T | where x == @'a''{{ scope.digest }}'", 23, "write plain quotes")]
    [InlineData("T | where x == h@'{{ scope.digest }}'", 21, "write plain quotes")]
    [InlineData("T | where x == ```{{ scope.digest }}```", 21, "write plain quotes")]
    [InlineData("T | where x == ~~~\"{{ scope.digest }}\"~~~", 22, "write plain quotes")]
    [InlineData("T | where {{ scope.matchers }}", 13, "not known")]
    public void What_cannot_be_filled_is_refused_with_its_place(string template, int position, string problem)
    {
        var e = Assert.Throws<QueryTextException>(() => Parse(template));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Equal(position, e.Position);
    }

    [Theory]
    [InlineData("{{ scope.labels.odd }} | where x == '{{ scope.digest }}'")]
    [InlineData("{{ scope.labels.colon }} | where x == '{{ scope.digest }}'")]
    public void Only_names_stand_outside_of_quotes(string template) =>
        Assert.Contains("is not a name", Assert.Throws<QueryTextException>(() => Parse(template).Render(Scope(), Window)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "(true)")]
    [InlineData("a=\"x'\\\"y\"", "(['a'] == \"x'\\\"y\")")]
    [InlineData("a!=\"x\",b=~\"5..|4\\\\d\"", "(['a'] != \"x\" and ['b'] matches regex \"^(?:5..|4\\\\d)$\")")]
    [InlineData("a!~\"x|y\"", "(not(['a'] matches regex \"^(?:x|y)$\"))")]
    [InlineData("\"it's\"=\"x\"", "(['it\\'s'] == \"x\")")]
    public void Conditions_of_an_arm_become_a_predicate(string matcher, string expected) =>
        Assert.Equal("T | where " + expected, Parse("T | where {{ scope.matcher }}").Render(Scope() with { Matcher = matcher }, Window));

    // What a value does to a string, read again as KQL reads it: everything comes back, and nothing ends the string.
    [Theory]
    [InlineData('"')]
    [InlineData('\'')]
    public void Any_value_stays_within_its_quotes(char quote)
    {
        const string Signs = "\"'\\`\n\r\t\0\u0085\u2028@|/;ab{}é";
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var value = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Signs[random.Next(Signs.Length)])]);
            Assert.Equal(value, Read(KustoQuote.Inner(value, quote), quote));
        }
    }

    private static string Read(string text, char quote)
    {
        var value = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            Assert.True(text[i] != quote && !char.IsControl(text[i]) && text[i] != '\u2028');
            if (text[i] != '\\')
            {
                value.Append(text[i]);
            }
            else if (text[++i] == 'u')
            {
                value.Append((char)Convert.ToInt32(text.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                value.Append(text[i]);
            }
        }

        return value.ToString();
    }

    private static MetricQueryTemplate Parse(string template) => MetricQueryTemplate.Parse(template, SourceDialect.Kusto);

    private static ArmScope Scope() => new(
        Arm.Canary,
        Some.Canary,
        "track=\"canary\"",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["odd"] = "a.b\"c\\d\ne`'", ["dots"] = "a.b", ["name"] = "shop", ["colon"] = "a:b" });
}
