using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests;

/// <summary>Reports nobody's scanner wrote: refused with an <see cref="EvidenceException"/>, or read as what they say; never anything else.</summary>
public sealed class HostileReportTests
{
    private const string Small = """
        {"SchemaVersion":2,"ArtifactName":"x","Metadata":{"OS":{"Family":"debian","Name":"12"},"RepoDigests":["é"]},"Results":[{"Target":"t","Class":"lang-pkgs","Type":"npm","Packages":[{"Name":"p"}],
        "Vulnerabilities":[{"VulnerabilityID":"CVE-1","PkgName":"p","Severity":"HIGH","CVSS":{"nvd":{"V3Score":7.5}},"PublishedDate":"2024-01-01T00:00:00Z"}]}]}
        """;

    private static readonly string[] Files =
    [
        "trivy/npm.json.golden", "trivy/helm.json.golden", "trivy/alpine-310.json.golden", "grype/TestJsonImgsPresenter.golden", "osv/test-vuln-results-a.json", "sarif/trivy-alpine-310.sarif", "snyk/test-report-with-risk-scores.json",
    ];

    [Fact]
    public void A_report_that_ends_early_is_refused_wherever_it_ends()
    {
        var bytes = Encoding.UTF8.GetBytes(Small.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<EvidenceException>(() => Sample.Read(bytes[..length]));
        }

        Assert.Single(Sample.Read(bytes).Report!.Findings);
    }

    [SkippableFact]
    public void A_member_of_another_type_is_refused_or_read_and_nothing_else()
    {
        var random = new Random(20260);
        var refused = 0;
        foreach (var file in Files)
        {
            var text = File.ReadAllText(Peer.SharedData("reports/" + file));
            for (var i = 0; i < 60; i++)
            {
                var root = JsonNode.Parse(text)!;
                Mutate(root, random);
                refused += IsRefused(root.ToJsonString()) ? 1 : 0;
            }
        }

        Assert.InRange(refused, 40, (Files.Length * 60) - 40);
    }

    [SkippableFact]
    public void A_flipped_byte_is_refused_or_read_and_nothing_else()
    {
        var random = new Random(20261);
        var refused = 0;
        foreach (var file in Files)
        {
            var bytes = File.ReadAllBytes(Peer.SharedData("reports/" + file));
            for (var i = 0; i < 60; i++)
            {
                var copy = bytes.ToArray();
                copy[random.Next(copy.Length)] = (byte)random.Next(256);
                refused += IsRefused(copy) ? 1 : 0;
            }
        }

        Assert.InRange(refused, 40, (Files.Length * 60) - 40);
    }

    [Fact]
    public void Five_hundred_megabytes_are_refused_without_being_held()
    {
        var vulnerability = Encoding.UTF8.GetBytes("""{"VulnerabilityID":"CVE-1","PkgName":"p","Description":"a report that does not end"},""");
        var stream = new Repeating(Encoding.UTF8.GetBytes("""{"SchemaVersion":2,"Results":[{"Target":"t","Type":"npm","Vulnerabilities":["""), vulnerability, 500L << 20);
        var limits = new EvidenceLimits { Items = 100_000 };
        Assert.Equal(EvidenceProblem.TooLarge, Assert.Throws<EvidenceException>(() => EvidenceReader.Read(stream, "r.json", limits, CancellationToken.None)).Problem);
        Assert.InRange(stream.Given, 1, 16 << 20);
    }

    [Fact]
    public void A_document_whose_format_does_not_show_is_not_held_for_ever()
    {
        var stream = new Repeating("{\"vulnerabilities\":["u8.ToArray(), "{\"id\":\"x\"},"u8.ToArray(), 500L << 20);
        Assert.Equal(EvidenceProblem.TooLarge, Assert.Throws<EvidenceException>(() => EvidenceReader.Read(stream, "r.json", EvidenceLimits.Default, CancellationToken.None)).Problem);
        Assert.InRange(stream.Given, 1, 200 << 20);
    }

    [Theory]
    [InlineData("""{"SchemaVersion":2,"SchemaVersion":2,"Results":[]}""")]
    [InlineData("""{"SchemaVersion":2,"Results":[],"Results":[]}""")]
    [InlineData("""{"SchemaVersion":2,"Metadata":{"ImageID":"a","ImageID":"b"}}""")]
    [InlineData("""{"SchemaVersion":2,"Results":[{"Type":"npm","Type":"jar"}]}""")]
    [InlineData("""{"matches":[],"matches":[],"descriptor":{"name":"grype"}}""")]
    [InlineData("""{"matches":[{"vulnerability":{"id":"a","severity":"Low","severity":"High"},"artifact":{}}],"descriptor":{"name":"grype"}}""")]
    [InlineData("""{"results":[],"results":[]}""")]
    [InlineData("""{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[],"results":[]}]}""")]
    [InlineData("""{"ok":true,"vulnerabilities":[],"vulnerabilities":[]}""")]
    [InlineData("""{"scan":{"type":"container_scanning"},"vulnerabilities":[],"vulnerabilities":[]}""")]
    public void A_member_that_decides_and_stands_twice_is_refused(string report) => Assert.EndsWith("is there twice", Sample.Refused(report).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    [InlineData("01")]
    [InlineData("\"7.5\"")]
    public void A_score_that_is_no_number_is_refused(string score) => Assert.Equal(EvidenceProblem.Damaged, Sample.Refused(Small.Replace("7.5", score, StringComparison.Ordinal)).Problem);

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Equal(EvidenceProblem.TooLarge, Sample.Refused("{\"SchemaVersion\":2,\"x\":" + new string('[', 1_000_000)).Problem);

    private static bool IsRefused(string text) => IsRefused(Encoding.UTF8.GetBytes(text));

    private static bool IsRefused(byte[] bytes)
    {
        try
        {
            Sample.Read(bytes);
            return false;
        }
        catch (EvidenceException e)
        {
            Assert.NotEmpty(e.Message);
            return true;
        }
    }

    /// <summary>Goes down at random and puts something else there.</summary>
    private static void Mutate(JsonNode node, Random random)
    {
        while (true)
        {
            var children = node switch
            {
                JsonObject o => o.Select(m => m.Value).ToArray(),
                JsonArray a => [.. a],
                _ => [],
            };
            var at = random.Next(Math.Max(children.Length, 1));
            if (children.Length > 0 && children[at] is (JsonObject or JsonArray) and { } child && random.Next(6) > 0)
            {
                node = child;
                continue;
            }

            JsonNode? other = random.Next(7) switch
            {
                0 => null,
                1 => JsonValue.Create(-7),
                2 => JsonValue.Create("text"),
                3 => JsonValue.Create(true),
                4 => new JsonArray(),
                5 => new JsonObject(),
                _ => new JsonArray(new JsonObject { ["id"] = 1 }),
            };
            switch (node)
            {
                case JsonObject { Count: > 0 } o:
                    o[o.ElementAt(at).Key] = other;
                    break;
                case JsonArray { Count: > 0 } a:
                    a[at] = other;
                    break;
            }

            return;
        }
    }
}
