using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

public sealed class SigningConfigTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Ended = """{"start":"2020-01-01T00:00:00Z","end":"2021-01-01T00:00:00Z"}""";
    private const string Old = """{"start":"2021-01-01T00:00:00Z"}""";
    private const string New = """{"start":"2025-09-23T00:00:00.000Z"}""";
    private const string Future = """{"start":"2027-01-01T00:00:00Z"}""";

    [Fact]
    public void The_fakes_own_config_leads_to_its_services()
    {
        using var services = new FakeSigstore(new FakeTimeProvider(Now));
        var read = SigningConfig.Parse(services.SigningConfigJson(2, timestamps: true), Now);
        Assert.Equal(services.Fulcio, read.Fulcio);
        Assert.Equal([new SigningLog(services.RekorV2, 2)], read.Logs);
        Assert.Equal([services.Timestamps], read.TimestampAuthorities);
    }

    [Theory]
    [InlineData("the newest of the highest version", $$"""{{A}},{"url":"https://b","majorApiVersion":2,"validFor":{{New}}}""", """{"selector":"ANY"}""", "https://b/ 2")]
    [InlineData("one of any", $$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Old}}},{"url":"https://b","majorApiVersion":1,"validFor":{{New}}}""", """{"selector":"ANY"}""", "https://b/ 1")]
    [InlineData("all", $$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Old}},"operator":"x"},{"url":"https://b","majorApiVersion":1,"validFor":{{New}},"operator":"y"}""", """{"selector":"ALL"}""", "https://b/ 1;https://a/ 1")]
    [InlineData("at most one of an operator", $$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Old}},"operator":"x"},{"url":"https://b","majorApiVersion":1,"validFor":{{New}},"operator":"x"}""", """{"selector":"ALL"}""", "https://b/ 1")]
    [InlineData("exactly so many", $$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Old}}},{"url":"https://b","majorApiVersion":1,"validFor":{{New}}},{"url":"https://c","majorApiVersion":1,"validFor":{{Old}}}""", """{"selector":"EXACT","count":2}""", "https://b/ 1;https://a/ 1")]
    [InlineData("not a version of the future", $$"""{{A}},{"url":"https://b","majorApiVersion":3,"validFor":{{New}}}""", """{"selector":"ANY"}""", "https://a/ 1")]
    [InlineData("not one that begins later", $$"""{{A}},{"url":"https://b","majorApiVersion":2,"validFor":{{Future}}}""", """{"selector":"ANY"}""", "https://a/ 1")]
    [InlineData("not one that has ended", $$"""{{A}},{"url":"https://b","majorApiVersion":2,"validFor":{{Ended}}}""", "null", "https://a/ 1")]
    [InlineData("none", "", """{"selector":"ALL"}""", "")]
    public void Services_are_chosen_by_the_rules(string rule, string logs, string selector, string expected)
    {
        var read = SigningConfig.Parse(Config(logs, selector), Now);
        Assert.True(string.Join(';', read.Logs.Select(l => $"{l.Address} {l.MajorVersion}")) == expected, rule);
    }

    [Theory]
    [InlineData($$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Ended}}}""", """{"selector":"ANY"}""", "rekorTlogUrls has 0 usable services")]
    [InlineData($$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Ended}}}""", """{"selector":"ALL"}""", "rekorTlogUrls has 0 usable services")]
    [InlineData(A, """{"selector":"EXACT","count":2}""", "1 usable services of different operators at this time, and 2")]
    [InlineData(A, """{"selector":"EXACT"}""", "count")]
    [InlineData(A, """{"selector":"SOME"}""", "SOME")]
    [InlineData($$"""{"url":"file:///etc/passwd","majorApiVersion":1,"validFor":{{Old}}}""", """{"selector":"ANY"}""", "not an http(s) address")]
    [InlineData("""{"url":"https://a","majorApiVersion":1}""", """{"selector":"ANY"}""", "validFor is missing")]
    [InlineData("""{"url":"https://a","majorApiVersion":1,"validFor":{}}""", """{"selector":"ANY"}""", "start is missing")]
    [InlineData("""{"url":"https://a","majorApiVersion":1,"validFor":{"start":"yesterday"}}""", """{"selector":"ANY"}""", "is not a time")]
    public void What_cannot_be_chosen_from_is_named(string logs, string selector, string reason) =>
        Assert.Contains(reason, Assert.Throws<SigstoreFormatException>(() => SigningConfig.Parse(Config(logs, selector), Now)).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_version_of_the_format_is_refused()
    {
        var json = Encoding.UTF8.GetBytes("""{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.1+json"}""");
        Assert.Contains("v0.1", Assert.Throws<SigstoreFormatException>(() => SigningConfig.Parse(json, Now)).Message, StringComparison.Ordinal);
    }

    private const string A = $$"""{"url":"https://a","majorApiVersion":1,"validFor":{{Old}}}""";

    private static byte[] Config(string logs, string selector) => Encoding.UTF8.GetBytes(
        $$"""{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json","caUrls":[],"rekorTlogUrls":[{{logs}}],"rekorTlogConfig":{{selector}},"tsaUrls":[]}""");
}
