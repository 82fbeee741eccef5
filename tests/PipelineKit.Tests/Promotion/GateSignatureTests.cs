using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class GateSignatureTests
{
    private const string Review = "https://example.com/review/v1";
    private const string Signed = "{ signature: { key: release.pub } }";

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task A_signature_by_the_key_of_the_settings_holds_and_is_evidence(string place)
    {
        using var bench = await GateBench.MakeAsync(place);
        var manifest = await bench.SignAsync();

        var outcome = await bench.JudgeAsync(Signed, "signature");

        Assert.Equal((GateResult.Passed, "signed by the key `release.pub`"), (outcome.Result, outcome.Required));
        Assert.Equal(new GateEvidence("signature", manifest, $"{bench.Registry.Endpoint}/a/b@{manifest}"), Assert.Single(outcome.Evidence));
    }

    [Fact]
    public async Task Nothing_signed_is_told_from_signed_by_somebody_else()
    {
        using var bench = await GateBench.MakeAsync();
        Assert.Equal("signature.missing", (await bench.JudgeAsync(Signed, "signature")).Reason);

        await bench.SignAsync("other");
        Assert.Equal("signature.other-signer", (await bench.JudgeAsync(Signed, "signature")).Reason);

        // One of several keys will do.
        Assert.Equal(GateResult.Passed, (await bench.JudgeAsync("{ signature: { keys: [release.pub, other.pub] } }", "signature")).Result);
    }

    [Fact]
    public async Task A_signature_about_another_image_proves_nothing()
    {
        using var bench = await GateBench.MakeAsync();
        await bench.SignAsync(about: GateBench.Other);

        Assert.Equal("signature.other-signer", (await bench.JudgeAsync(Signed, "signature")).Reason);
    }

    [Fact]
    public async Task A_forged_attestation_is_a_violation_that_nobody_can_answer_for()
    {
        using var bench = await GateBench.MakeAsync();
        await bench.ForgeAsync(Review);

        var outcomes = await bench.JudgeAsync($"{{ signature: {{ key: release.pub }}, attestations: ['{Review}'] }}");

        Assert.Equal([("signature.forged", true), ("attestation.forged", true)], outcomes.Skip(2).Select(o => (o.Reason, o.IsViolation)));
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_fails_every_gate_that_asks_it_and_no_other()
    {
        using var bench = await GateBench.MakeAsync();
        await bench.SignAsync();
        bench.Line("staging", LedgerKind.Commit, 9);
        bench.Registry.Break(RegistryFault.Status(500) with { Target = "/referrers/" });

        var outcomes = await bench.JudgeAsync($"{{ signature: {{ key: release.pub }}, attestations: [slsa-provenance], scan: {{ attested: true }}, sbom: true, soak: 1h }}");

        Assert.Equal(["", "", "signature.unknown", "attestation.unknown", "scan.unknown", "sbom.unknown", ""], outcomes.Select(o => o.Reason));
        Assert.All(outcomes.Where(o => o.Result == GateResult.Failed), o => Assert.False(string.IsNullOrEmpty(o.Remedy) || string.IsNullOrEmpty(o.Observed)));
    }

    [Fact]
    public async Task A_registry_that_lies_about_bytes_ends_the_run()
    {
        using var bench = await GateBench.MakeAsync();
        var manifest = await bench.SignAsync();
        bench.Registry.Break(RegistryFault.Body("{}"u8.ToArray()) with { Target = manifest.Text });

        await Assert.ThrowsAsync<DigestMismatchException>(() => bench.JudgeAsync(Signed));
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_a_mistake_of_the_settings()
    {
        using var bench = await GateBench.MakeAsync();

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => bench.JudgeAsync("{ signature: { key: none.pub } }"))).Failures);

        Assert.Equal(FailureCodes.UnreadableFile, failure.Code);
    }

    [Theory]
    [InlineData("approved: true", "")]
    [InlineData("approved: false", "/predicate/approved is true")]
    [InlineData("level: 3", "")]
    [InlineData("level: 4", "/predicate/level is 3")]
    [InlineData("by/0/name: team-*", "")]
    [InlineData("by/0/name: team", "/predicate/by/0/name is team-a")]
    [InlineData("by/1: x", "/predicate/by/1 is not there")]
    [InlineData("by/00: x", "/predicate/by/00 is not there")]
    [InlineData("a~1b~0c: '1'", "")]
    [InlineData("by: x", "/predicate/by is Array")]
    [InlineData("nothing: null-ish", "/predicate/nothing is not there")]
    public async Task What_is_attested_must_say_what_is_asked_for(string where, string difference)
    {
        using var bench = await GateBench.MakeAsync();
        await bench.AttestAsync(Review, """{"approved":true,"level":3,"by":[{"name":"team-a"}],"a/b~c":"1"}""");

        var outcome = await bench.JudgeAsync($"{{ signature: {{ key: release.pub }}, attestations: [{{ type: '{Review}', where: {{ /predicate/{where} }} }}] }}", $"attestation:{Review}");

        Assert.Equal(difference.Length == 0 ? ("", 1) : ("attestation.value", 0), (outcome.Reason, outcome.Evidence.Count));
        Assert.True(difference.Length == 0 || outcome.Observed == difference, outcome.Observed);
    }

    [Fact]
    public async Task Of_several_attestations_one_must_say_it_all()
    {
        using var bench = await GateBench.MakeAsync();
        await bench.AttestAsync(Review, """{"a":1,"b":2}""");
        await bench.AttestAsync(Review, """{"a":2,"b":1}""");
        const string Gates = "{{ signature: {{ key: release.pub }}, attestations: [{{ type: '{0}', where: {{ /predicate/a: {1}, /predicate/b: {2} }} }}] }}";

        Assert.Equal("attestation.value", (await Judge("1", "1")).Reason);
        Assert.Equal("", (await Judge("2", "1")).Reason);

        async Task<GateOutcome> Judge(string a, string b) =>
            await bench.JudgeAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, Gates, Review, a, b), $"attestation:{Review}");
    }

    [Fact]
    public async Task An_attestation_can_have_a_signer_of_its_own()
    {
        using var bench = await GateBench.MakeAsync();
        await bench.AttestAsync(PredicateTypes.SlsaProvenance, "{}", "other");

        Assert.Equal("attestation.other-signer", (await bench.JudgeAsync("{ signature: { key: release.pub }, attestations: [slsa-provenance] }", "attestation:slsaprovenance1")).Reason);
        Assert.Equal("", (await bench.JudgeAsync("{ attestations: [{ type: slsa-provenance, key: other.pub }] }", "attestation:slsaprovenance1")).Reason);
        Assert.Equal("attestation.missing", (await bench.JudgeAsync("{ attestations: [{ type: cyclonedx, key: other.pub }] }", "attestation:cyclonedx")).Reason);
    }

    [Fact]
    public async Task A_bill_of_materials_is_attested_or_refers_to_the_image()
    {
        using var bench = await GateBench.MakeAsync();
        Assert.Equal("sbom.missing", (await bench.JudgeAsync("{ sbom: true }", "sbom")).Reason);

        await bench.AttestAsync(PredicateTypes.CycloneDx, "{}", "other");
        Assert.Equal("", (await bench.JudgeAsync("{ sbom: true }", "sbom")).Reason);
        Assert.Equal("sbom.missing", (await bench.JudgeAsync("{ signature: { key: release.pub }, sbom: true }", "sbom")).Reason);

        var referrer = bench.Registry.AddReferrer("a/b", GateBench.Image, "application/spdx+json", "{}");
        var beside = await bench.JudgeAsync("{ signature: { key: release.pub }, sbom: true }", "sbom");
        Assert.Equal(("application/spdx+json, beside the image and not attested", referrer), (beside.Observed, Assert.Single(beside.Evidence).Digest));
    }

    [Theory]
    [InlineData(PredicateTypes.CycloneDx, """{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{},{},{}]}""", "CycloneDX 1.6 with 3 components")]
    [InlineData(PredicateTypes.CycloneDx, """{"specVersion":"1.4","components":[{}]}""", "CycloneDX 1.4 with 1 component")]
    [InlineData(PredicateTypes.CycloneDx, """{"specVersion":"1.4"}""", "CycloneDX 1.4 without components")]
    [InlineData(PredicateTypes.Spdx, """{"spdxVersion":"SPDX-2.3","packages":[{},{}]}""", "SPDX 2.3 with 2 packages")]
    [InlineData(PredicateTypes.Spdx, "{}", "spdx")]
    public async Task A_bill_of_materials_is_told_by_format_and_size(string type, string predicate, string observed)
    {
        using var bench = await GateBench.MakeAsync();
        await bench.AttestAsync(type, predicate);

        foreach (var gates in (string[])["{ sbom: true }", "{ signature: { key: release.pub }, sbom: true }"])
        {
            Assert.StartsWith(observed, (await bench.JudgeAsync(gates, "sbom")).Observed, StringComparison.Ordinal);
        }
    }
}
