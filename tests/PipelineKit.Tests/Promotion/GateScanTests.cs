using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.Sigstore;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class GateScanTests
{
    private const string File = "{ scan: { decision-file: decision.json, max-age: 2d } }";
    private const string Attested = "{ signature: { key: release.pub }, scan: { attested: true, max-age: 2d } }";

    [Theory]
    [InlineData("", "")]
    [InlineData("verdict: fail", "scan.failed")]
    [InlineData("verdict: PASS", "scan.failed")]
    [InlineData("at: 2030-01-08T11:59:59Z", "scan.stale")]
    [InlineData("at: 2030-01-08T12:00:00Z", "")]
    [InlineData("at: 2030-01-10T12:09:00Z", "")]
    [InlineData("at: 2030-01-10T12:11:00Z", "scan.stale")]
    [InlineData("at: noon", "scan.malformed")]
    [InlineData("validUntil: 2030-01-10T11:59:59Z", "scan.stale")]
    [InlineData("validUntil: 2030-01-10T12:30:00Z", "")]
    [InlineData("digest: other", "scan.other-image")]
    [InlineData("digest: none", "scan.other-image")]
    [InlineData("digest: sha256:00", "scan.malformed")]
    [InlineData("schemaVersion: 2", "scan.malformed")]
    [InlineData("text: {", "scan.malformed")]
    [InlineData("text: []", "scan.malformed")]
    [InlineData("text: ", "scan.missing")]
    [InlineData("twice: verdict", "scan.malformed")]
    [InlineData("twice: subject", "scan.malformed")]
    [InlineData("after: {}", "scan.malformed")]
    public async Task A_decision_file_must_be_about_this_digest_pass_and_be_fresh(string change, string reason)
    {
        using var bench = await GateBench.MakeAsync();
        bench.Folder.Write("decision.json", Decision(change));

        Assert.Equal(reason, (await bench.JudgeAsync(File, "scan")).Reason);
    }

    [Fact]
    public async Task A_decision_file_that_is_not_there_fails_the_gate()
    {
        using var bench = await GateBench.MakeAsync();

        Assert.Equal("scan.missing", (await bench.JudgeAsync(File, "scan")).Reason);
    }

    [Fact]
    public async Task The_decision_file_is_evidence_by_its_digest()
    {
        using var bench = await GateBench.MakeAsync();
        var text = Decision("");
        bench.Folder.Write("decision.json", text);

        Assert.Equal(new GateEvidence("decision", Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(text)), "decision.json"), Assert.Single((await bench.JudgeAsync(File, "scan")).Evidence));
    }

    [Fact]
    public async Task What_scan_gate_writes_is_read()
    {
        using var world = await GateWorld.MakeAsync();
        Assert.True(await world.GateAsync("--reports", world.Report(world.Sample, "reports"), "--decision-file", "decision.json") == ExitCode.Ok, world.Program.All);

        var facts = DecisionFacts.Read(System.IO.File.ReadAllBytes(Path.Combine(world.Folder.Path, "decision.json")));

        Assert.True(facts.HasPassed);
        Assert.Equal(world.Image, $"{world.Image.Split('@')[0]}@{facts.Subject}");
    }

    [Fact]
    public async Task The_age_does_not_stop_a_rollback_and_a_fail_does()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Action = LedgerAction.Rollback;
        bench.Line("live", LedgerKind.Commit, 500);
        bench.Folder.Write("decision.json", Decision("at: 2029-01-01T00:00:00Z"));
        Assert.Equal("", (await bench.JudgeAsync(File, "scan")).Reason);

        bench.Folder.Write("decision.json", Decision("verdict: fail"));
        Assert.Equal("scan.failed", (await bench.JudgeAsync(File, "scan")).Reason);
    }

    [Theory]
    [InlineData("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "PASSED", 1, "release", "")]
    [InlineData("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "PASSED", 49, "release", "scan.stale")]
    [InlineData("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "FAILED", 1, "release", "scan.failed")]
    [InlineData("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "PASSED", 1, "other", "scan.missing")]
    [InlineData("urn:pipelinekit:scan-gate", "SLSA_BUILD_LEVEL_3", "PASSED", 1, "release", "scan.missing")]
    [InlineData("https://example.com/verifier", "PIPELINEKIT_SCAN_GATE", "PASSED", 1, "release", "scan.missing")]
    public async Task An_attested_decision_must_be_of_scan_gate_and_by_the_signer(string verifier, string level, string result, int hours, string key, string reason)
    {
        using var bench = await GateBench.MakeAsync();
        await bench.AttestAsync(PredicateTypes.VerificationSummary, Summary(verifier, level, result, hours), key);

        Assert.Equal(reason, (await bench.JudgeAsync(Attested, "scan")).Reason);
    }

    [Fact]
    public async Task The_last_attested_decision_counts()
    {
        using var bench = await GateBench.MakeAsync();
        await bench.AttestAsync(PredicateTypes.VerificationSummary, Summary("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "PASSED", 3));
        await bench.AttestAsync(PredicateTypes.VerificationSummary, Summary("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "FAILED", 2));
        Assert.Equal("scan.failed", (await bench.JudgeAsync(Attested, "scan")).Reason);

        await bench.AttestAsync(PredicateTypes.VerificationSummary, Summary("urn:pipelinekit:scan-gate", "PIPELINEKIT_SCAN_GATE", "PASSED", 1));
        Assert.Equal("", (await bench.JudgeAsync(Attested, "scan")).Reason);
    }

    private static string Summary(string verifier, string level, string result, int hoursAgo) =>
        $$"""{"verifier":{"id":"{{verifier}}"},"timeVerified":"{{GateBench.Now.AddHours(-hoursAgo):yyyy-MM-dd'T'HH:mm:ss'Z'}}","verificationResult":"{{result}}","verifiedLevels":["{{level}}"]}""";

    private static string Decision(string change)
    {
        var (name, value) = change.Length == 0 ? ("", "") : (change[..change.IndexOf(':', StringComparison.Ordinal)], change[(change.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        if (name == "text")
        {
            return value;
        }

        var digest = name != "digest" ? GateBench.Image.Text : value == "other" ? GateBench.Other.Text : value;
        var subject = $$"""{"name":"r.example/shop"{{(digest == "none" ? "" : $",\"digest\":\"{digest}\"")}},"platforms":[]}""";
        var until = name == "validUntil" ? $"\"validUntil\":\"{value}\"," : "";
        var again = name != "twice" ? "" : value == "verdict" ? ",\"verdict\":\"pass\"" : $",\"subject\":{subject}";
        var head = $"\"schemaVersion\":{(name == "schemaVersion" ? value : "1")},\"verdict\":\"{(name == "verdict" ? value : "pass")}\",\"at\":\"{(name == "at" ? value : "2030-01-10T10:00:00Z")}\"";
        var text = $$$"""{{{{head}}},{{{until}}}"policy":{"verdict":"fail"},"subject":{{{subject}}},"findings":[{"subject":{}}]{{{again}}}}""";
        return name == "after" ? text + value : text;
    }
}
