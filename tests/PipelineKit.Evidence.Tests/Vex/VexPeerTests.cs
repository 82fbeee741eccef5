using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

/// <summary>Every VEX document there is, against a reading of it in node.</summary>
public sealed class VexPeerTests
{
    [SkippableFact]
    public async Task Every_document_says_what_it_says_to_node()
    {
        var files = Directory.GetFiles(Peer.SharedData("reports/openvex"), "*.json").Order(StringComparer.Ordinal).ToArray();
        var script = Path.Combine(Peer.RepositoryRoot, "tests", "peers", "vex.js");
        var answer = (await new Child(Peer.Program("node"), [script, .. files]).RunAsync()).Expect(0).Output;
        using var expected = JsonDocument.Parse(answer);

        Assert.NotEmpty(files);
        Assert.All(files.Zip(expected.RootElement.EnumerateArray()), pair => Assert.Equal(Expected(pair.Second), Found(pair.First)));
    }

    [SkippableFact]
    public void A_large_advisory_is_read_whole()
    {
        var document = VexSample.Read(File.ReadAllBytes(Peer.SharedData("reports/openvex/rhsa-2020_1358.json")));

        Assert.Equal([("CVE-2020-1711", 737), ("CVE-2020-7039", 737)], document.Vex.Select(s => (s.Vulnerabilities[0], s.Products.Count)));
        Assert.All(document.Vex.SelectMany(s => s.Products), p => Assert.StartsWith("cpe:/a:redhat:enterprise_linux:8::", p.Identifier, StringComparison.Ordinal));
    }

    private static string[] Expected(JsonElement statements) =>
        [.. statements.EnumerateArray().Select(s => Line(
            s.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!), s.GetProperty("status").GetString()!, s.GetProperty("author").GetString()!,
            s.GetProperty("at") is { ValueKind: JsonValueKind.Number } at ? at.GetInt64() : null, s.GetProperty("products").EnumerateArray().Select(p => p.GetString()!))).Order(StringComparer.Ordinal)];

    // Statements that differ only in their reason are one there.
    private static string[] Found(string file) =>
        [.. VexSample.Read(File.ReadAllBytes(file)).Vex
            .GroupBy(s => (s.Vulnerabilities[0], s.Status))
            .Select(g => Line(g.First().Vulnerabilities, Word(g.Key.Status), g.First().Author, g.First().At?.ToUnixTimeMilliseconds(), g.SelectMany(s => s.Products).Select(Innermost).Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal)];

    private static string Line(IEnumerable<string> ids, string status, string author, long? at, IEnumerable<string> products) =>
        $"{string.Join(',', ids)} {status} {author} {at} {string.Join(',', products)}";

    private static string Innermost(VexProduct product) => product.Subcomponents.Count == 0 ? product.Identifier : Innermost(product.Subcomponents[0]);

    private static string Word(VexStatus status) => status switch
    {
        VexStatus.NotAffected => "not_affected",
        VexStatus.Affected => "affected",
        VexStatus.Fixed => "fixed",
        _ => "under_investigation",
    };
}
