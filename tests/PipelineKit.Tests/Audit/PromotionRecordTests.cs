using System.Text;
using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Testing.Schema;
using Xunit;

namespace PipelineKit.Tests.Audit;

public sealed class PromotionRecordTests
{
    [Fact]
    public void Every_member_of_the_schema_is_written_and_no_other()
    {
        var predicate = Full().ToAttestations()[0].Predicate;
        var schema = Schema("promotion-record");

        Assert.Empty(new JsonSchema(schema).Validate(predicate));
        Assert.Equal(Names(schema.GetProperty("properties")), Names(predicate));
        foreach (var part in predicate.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object))
        {
            Assert.Equal(Names(schema.GetProperty("properties").GetProperty(part.Name).GetProperty("properties")), Names(part.Value));
        }
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var predicate = new PromotionRecord { Entry = Lines.Entry(LedgerKind.Commit, 1), Gates = [] }.ToAttestations()[0].Predicate;

        Assert.Empty(new JsonSchema(Schema("promotion-record")).Validate(predicate));
        Assert.DoesNotContain("\"\"", predicate.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_of_lines_has_every_member_of_a_line_and_no_other()
    {
        var ledger = Lines.Ledger(Lines.Entry(LedgerKind.Intent, 1), Lines.Full());
        var schema = Schema("ledger-line");
        foreach (var line in ledger.Text().Split('\n')[..^1])
        {
            Assert.Empty(new JsonSchema(schema).Validate(JsonDocument.Parse(line).RootElement));
        }

        Assert.Equal(Names(schema.GetProperty("properties")), Names(JsonDocument.Parse(ledger.Text().Split('\n')[1]).RootElement));
    }

    [Fact]
    public void The_summary_is_these_bytes()
    {
        var summary = Full().ToAttestations()[1];

        Assert.Equal("https://slsa.dev/verification_summary/v1", summary.PredicateType);
        var version = summary.Predicate.GetProperty("verifier").GetProperty("version").GetProperty("pipelinekit").GetString();
        Assert.Equal(
            """{"verifier":{"id":"urn:pipelinekit:promote","version":{"pipelinekit":"VERSION"}},"timeVerified":"2030-01-02T03:04:05Z","resourceUri":"registry.example.com/shop@IMAGE","policy":{"uri":"pipelinekit.yaml","digest":{"sha256":"POLICY"}},"inputAttestations":[{"uri":"decision","digest":{"sha256":"DECISION"}},{"uri":"r.example/shop@sha256:40","digest":{"sha256":"SBOM"}}],"verificationResult":"PASSED","verifiedLevels":["PIPELINEKIT_PROMOTED_PRODUCTION_OVERRIDDEN"],"slsaVersion":"1.0"}"""
                .Replace("VERSION", version, StringComparison.Ordinal).Replace("IMAGE", Lines.Image(1).Text, StringComparison.Ordinal).Replace("POLICY", Lines.Image(4).Hex, StringComparison.Ordinal)
                .Replace("DECISION", Lines.Image(41).Hex, StringComparison.Ordinal).Replace("SBOM", Lines.Image(40).Hex, StringComparison.Ordinal),
            summary.Predicate.GetRawText());
    }

    [Theory]
    [InlineData("production", GateResult.Passed, false, "PIPELINEKIT_PROMOTED_PRODUCTION")]
    [InlineData("eu-west.1", GateResult.Skipped, false, "PIPELINEKIT_PROMOTED_EU_WEST_1")]
    [InlineData("production", GateResult.Overridden, false, "PIPELINEKIT_PROMOTED_PRODUCTION_OVERRIDDEN")]
    [InlineData("production", GateResult.Failed, false, "PIPELINEKIT_PROMOTED_PRODUCTION_OVERRIDDEN")]
    [InlineData("production", GateResult.Passed, true, "PIPELINEKIT_PROMOTED_PRODUCTION_OVERRIDDEN")]
    public void The_plain_level_is_given_only_when_every_gate_holds(string environment, GateResult result, bool bypass, string level)
    {
        var record = new PromotionRecord { Entry = Lines.Entry(LedgerKind.Commit, 1, environment: environment) with { Bypass = bypass }, Gates = [new GateOutcome("soak", result, "", "", "", "")] };

        Assert.Equal([level], record.ToAttestations()[1].Predicate.GetProperty("verifiedLevels").EnumerateArray().Select(l => l.GetString()));
    }

    [Fact]
    public void The_same_record_gives_the_same_bytes() =>
        Assert.Equal(Full().ToAttestations().Select(Bytes), Full().ToAttestations().Select(Bytes));

    [Fact]
    public void Four_eyes_are_four_only_when_nobody_approves_their_own()
    {
        Assert.True(Separation(Full()).GetProperty("distinct").GetBoolean());
        Assert.Equal(2, Separation(Full()).GetProperty("approvers").GetInt32());
        Assert.False(Separation(Full() with { Authors = ["ANNA"] }).GetProperty("distinct").GetBoolean());
        Assert.False(Separation(Full() with { Entry = Lines.Full() with { Actor = "bob" } }).GetProperty("distinct").GetBoolean());
    }

    private static JsonElement Separation(PromotionRecord record) => record.ToAttestations()[0].Predicate.GetProperty("separation");

    private static string Bytes(Attestation attestation) => Encoding.UTF8.GetString(attestation.About("registry.example.com/shop", Lines.Image(1)).ToJson());

    private static PromotionRecord Full()
    {
        var manifest = new ManifestContent(Lines.Image(30), MediaTypes.OciManifest, "{}"u8.ToArray());
        return new PromotionRecord
        {
            Entry = Lines.Full(),
            Gates = [new GateOutcome("soak", GateResult.Passed, "soak.ok", "31h", "24h", ""), new GateOutcome("scan", GateResult.Overridden, "scan.failed", "1 critical", "0", "Fix it") { Evidence = [new GateEvidence("decision", Lines.Image(41)), new GateEvidence("sbom", Lines.Image(40), "r.example/shop@sha256:40")] }],
            Intent = new LedgerAnchor(7, Lines.Image(20)),
            Approvals =
            [
                new Approval("anna", "github-review", Lines.Start, "review.submitted_at", new string('a', 40), "ship it"),
                new Approval("Bob", "github-environment", At: null, "", Bound: null, ""),
                new Approval("bob", "azure-approval", Lines.Start, "step.lastModifiedOn", Bound: null, ""),
            ],
            RequiredApprovals = 2,
            Authors = ["carl"],
            Evidence = [new GateEvidence("sbom", Lines.Image(40))],
            Closure = new ImageClosure { Root = Lines.Image(1), Manifests = [new ClosureManifest(manifest, Lines.Image(1))], Blobs = [new Descriptor("application/octet-stream", Lines.Image(31), 10)] },
            Retention = (2, 3),
            FromSince = Lines.Start.AddHours(-31),
            Soak = TimeSpan.FromHours(24),
            WindowOpen = true,
            PreviousRecord = Lines.Image(21),
        };
    }

    private static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];

    private static JsonElement Schema(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs", "reference", name + ".schema.json"))).RootElement;
}
