using System.Text;
using System.Text.Json;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class PredicateTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_image_signature_is_that_of_cosign_3()
    {
        var statement = ImageSignature.Of(Digest.Parse("sha256:" + Hex), new Dictionary<string, string> { ["team"] = "shop" });

        Assert.Equal(
            $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"{{{Hex}}}"},"annotations":{"team":"shop"}}],"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}""",
            Encoding.UTF8.GetString(statement.ToJson()));
    }

    [Fact]
    public void Provenance_of_GitHub_has_the_members_and_values_of_its_own_attestations()
    {
        var run = new GitHubWorkflowRun
        {
            Server = "https://github.com",
            Repository = "o/r",
            Commit = "0123456789abcdef0123456789abcdef01234567",
            Reference = "refs/heads/main",
            WorkflowReference = "o/r/.github/workflows/x.yml@refs/heads/main",
            JobWorkflowReference = "o/shared/.github/workflows/build.yml@refs/tags/v1",
            Event = "push",
            RepositoryId = "1",
            OwnerId = "2",
            RunnerEnvironment = "github-hosted",
            RunId = "3",
            Attempt = "1",
        };

        AssertJson(
            """
            {"buildDefinition":{"buildType":"https://actions.github.io/buildtypes/workflow/v1","externalParameters":{"workflow":{"ref":"refs/heads/main","repository":"https://github.com/o/r","path":".github/workflows/x.yml"}},
            "internalParameters":{"github":{"event_name":"push","repository_id":"1","repository_owner_id":"2","runner_environment":"github-hosted"}},
            "resolvedDependencies":[{"uri":"git+https://github.com/o/r@refs/heads/main","digest":{"gitCommit":"0123456789abcdef0123456789abcdef01234567"}}]},
            "runDetails":{"builder":{"id":"https://github.com/o/shared/.github/workflows/build.yml@refs/tags/v1"},"metadata":{"invocationId":"https://github.com/o/r/actions/runs/3/attempts/1"}}}
            """,
            run.ToProvenance().ToPredicate());
    }

    [Fact]
    public void Provenance_of_Azure_Pipelines_has_the_members_that_the_guide_lists()
    {
        var run = new AzurePipelineRun
        {
            Collection = "https://dev.azure.com/acme",
            Project = "Web Shop",
            ProjectId = "p-1",
            DefinitionId = "7",
            Repository = "https://dev.azure.com/acme/shop/_git/shop",
            RepositoryId = "r-1",
            RepositoryProvider = "TfsGit",
            Commit = "0123456789abcdef0123456789abcdef01234567",
            Reference = "refs/heads/main",
            Reason = "IndividualCI",
            BuildId = "42",
        };

        AssertJson(
            """
            {"buildDefinition":{"buildType":"https://pipelinekit.dev/buildtypes/azure-pipelines/v1","externalParameters":{"pipeline":{"ref":"refs/heads/main","repository":"https://dev.azure.com/acme/shop/_git/shop","definition":"7"}},
            "internalParameters":{"azure":{"reason":"IndividualCI","project_id":"p-1","repository_id":"r-1","repository_provider":"TfsGit"}},
            "resolvedDependencies":[{"uri":"git+https://dev.azure.com/acme/shop/_git/shop@refs/heads/main","digest":{"gitCommit":"0123456789abcdef0123456789abcdef01234567"}}]},
            "runDetails":{"builder":{"id":"https://dev.azure.com/acme/Web%20Shop/_build?definitionId=7"},"metadata":{"invocationId":"https://dev.azure.com/acme/Web%20Shop/_build/results?buildId=42"}}}
            """,
            run.ToProvenance().ToPredicate());
    }

    [Fact]
    public void A_scan_is_written_as_in_toto_and_as_cosign_have_it()
    {
        var scan = new VulnerabilityScan("pkg:github/aquasecurity/trivy@0.60.0", "0.60.0", "https://db.example.com", "2", Now, Now, Now.AddSeconds(5), [new ScannedVulnerability("CVE-2026-0001", [("nvd", "9.8")])]);

        AssertJson(
            """
            {"scanner":{"uri":"pkg:github/aquasecurity/trivy@0.60.0","version":"0.60.0","db":{"uri":"https://db.example.com","version":"2","lastUpdate":"2026-11-21T08:00:00Z"},
            "result":[{"id":"CVE-2026-0001","severity":[{"method":"nvd","score":"9.8"}]}]},"metadata":{"scanStartedOn":"2026-11-21T08:00:00Z","scanFinishedOn":"2026-11-21T08:00:05Z"}}
            """,
            scan.ToPredicate());
        using var report = JsonDocument.Parse("""{"Results":[]}""");
        AssertJson(
            """
            {"invocation":{"parameters":[],"uri":"https://run","event_id":"","builder.id":""},"scanner":{"uri":"pkg:github/aquasecurity/trivy@0.60.0","version":"0.60.0","db":{"uri":"https://db.example.com","version":"2"},
            "result":{"Results":[]}},"metadata":{"scanStartedOn":"2026-11-21T08:00:00Z","scanFinishedOn":"2026-11-21T08:00:05Z"}}
            """,
            scan.ToCosignPredicate(report.RootElement, "https://run"));
        Assert.Null(Refusal(PredicateTypes.Vulnerabilities, scan.ToPredicate().GetRawText()));
        Assert.Null(Refusal(PredicateTypes.CosignVulnerabilities, scan.ToCosignPredicate(report.RootElement, invocation: null).GetRawText()));
    }

    [Fact]
    public void A_verification_summary_and_a_test_result_are_what_their_own_rules_take()
    {
        var digest = new Dictionary<string, string> { ["sha512"] = "cd", ["sha256"] = "ab" };
        var summary = new VerificationSummary(
            "https://verify.example.com", new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }, Now, "ghcr.io/acme/shop", new ResourceDescriptor("https://policy", digest),
            [new ResourceDescriptor("https://att", digest, "sbom")], Passed: true, ["SLSA_BUILD_LEVEL_3"]).ToPredicate();
        var result = new TestResult("PASSED", [new ResourceDescriptor(Uri: null, digest, "tests.yml")], "https://run", ["a"], [], ["b"]).ToPredicate();

        AssertJson(
            """
            {"verifier":{"id":"https://verify.example.com","version":{"a":"1","b":"2"}},"timeVerified":"2026-11-21T08:00:00Z","resourceUri":"ghcr.io/acme/shop","policy":{"uri":"https://policy","digest":{"sha256":"ab","sha512":"cd"}},
            "inputAttestations":[{"name":"sbom","uri":"https://att","digest":{"sha256":"ab","sha512":"cd"}}],"verificationResult":"PASSED","verifiedLevels":["SLSA_BUILD_LEVEL_3"],"slsaVersion":"1.0"}
            """,
            summary);
        AssertJson("""{"result":"PASSED","configuration":[{"name":"tests.yml","digest":{"sha256":"ab","sha512":"cd"}}],"url":"https://run","passedTests":["a"],"warnedTests":[],"failedTests":["b"]}""", result);
        Assert.Null(Refusal(PredicateTypes.VerificationSummary, summary.GetRawText()));
        Assert.Null(Refusal(PredicateTypes.TestResult, result.GetRawText()));
    }

    [Theory]
    [InlineData("cyclonedx", """{"bomFormat":"CycloneDX","specVersion":"1.6"}""", null)]
    [InlineData("cyclonedx", """{"bomFormat":"CycloneDX"}""", "`specVersion`")]
    [InlineData("cyclonedx", """{"spdxVersion":"SPDX-2.3"}""", "this one is SPDX")]
    [InlineData("spdx", """{"spdxVersion":"SPDX-2.3"}""", null)]
    [InlineData("spdxjson", """{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}""", null)]
    [InlineData("spdx", """{"bomFormat":"CycloneDX"}""", "this one is CycloneDX")]
    [InlineData("openvex", """{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}""", null)]
    [InlineData("openvex", """{"@context":"https://openvex.dev/ns/v0.2.0"}""", "`statements`")]
    [InlineData("vuln", """{"SchemaVersion":2,"Results":[]}""", "--format cosign-vuln")]
    [InlineData("vuln", """{"scanner":{}}""", "`scanner.result`")]
    [InlineData("in-toto-vulns", """{"scanner":{"result":{}},"metadata":{}}""", "a list `scanner.result`")]
    [InlineData("vsa", """{"verifier":{"id":"x"},"timeVerified":"t","resourceUri":"r","verificationResult":"passed"}""", "PASSED or FAILED")]
    [InlineData("slsaprovenance1", """{"buildDefinition":{"buildType":"x"},"runDetails":{"builder":{"id":"y"}}}""", null)]
    [InlineData("slsaprovenance1", """{"buildType":"x","builder":{"id":"y"}}""", "`buildDefinition.buildType`")]
    [InlineData("slsaprovenance02", """{"buildType":"x","builder":{"id":"y"}}""", null)]
    [InlineData("slsaprovenance02", """{"buildType":"x"}""", "`builder.id`")]
    [InlineData("test-result", """{"result":"GOOD","configuration":[]}""", "PASSED, WARNED or FAILED")]
    [InlineData("image-signature", "{}", "has no file")]
    [InlineData("https://example.com/review/v1", """{"anything":1}""", null)]
    [InlineData("https://example.com/review/v1", """{"_type":"https://in-toto.io/Statement/v1"}""", "a whole in-toto statement")]
    [InlineData("https://example.com/review/v1", "null", "and this is true, false or null")]
    [InlineData("https://example.com/review/v1", """{"a":1,"a":1}""", "or has a key twice")]
    [InlineData("https://example.com/review/v1", "\u007b\n\n\u007b", "line 3")]
    public void A_file_is_taken_only_for_what_it_looks_like(string type, string content, string? refusal)
    {
        Assert.True(PredicateTypes.TryResolve(type, out var uri));

        var problem = Refusal(uri, content);

        Assert.True(refusal is null ? problem is null : problem?.Contains(refusal, StringComparison.Ordinal) == true, problem);
    }

    [Fact]
    public void Any_text_is_wrapped_as_custom_and_nothing_else_is()
    {
        AssertJson("""{"Data":"reviewed by\ntwo people","Timestamp":"2026-11-21T08:00:00Z"}""", PredicateFile.Read("reviewed by\ntwo people"u8.ToArray(), PredicateTypes.CosignCustom, Now).Predicate);
        Assert.Equal("it is not UTF-8 text", Assert.Throws<SigstoreFormatException>(() => PredicateFile.Read(new byte[] { 0xFF, 0xFE, 0x00 }, PredicateTypes.CosignCustom, Now)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_content() =>
        Assert.Null(Refusal(PredicateTypes.CycloneDx, "\uFEFF{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}"));

    [Fact]
    public void What_is_too_large_is_refused_before_it_is_parsed() =>
        Assert.Contains("at most", Refusal(PredicateTypes.Spdx, new string(' ', PredicateFile.MaximumSize + 1)), StringComparison.Ordinal);

    [Theory]
    [InlineData("cyclonedx", PredicateTypes.CycloneDx)]
    [InlineData("vuln", PredicateTypes.CosignVulnerabilities)]
    [InlineData("https://example.com/x/v1", "https://example.com/x/v1")]
    [InlineData("CycloneDX", null)]
    [InlineData("example.com/x", null)]
    [InlineData("https://example.com/a b", null)]
    [InlineData("", null)]
    public void A_type_is_a_name_or_a_URI(string text, string? uri) => Assert.Equal(uri, PredicateTypes.TryResolve(text, out var found) ? found : null);

    [Fact]
    public void The_same_attestation_gives_the_same_bytes()
    {
        var attestation = PredicateFile.Read("{ \"bomFormat\" : \"CycloneDX\",\n \"specVersion\" : \"1.6\", \"serial\": 1.50 }"u8.ToArray(), PredicateTypes.CycloneDx, Now);
        var (one, two) = (attestation.About("ghcr.io/acme/shop", Digest.Parse("sha256:" + Hex)).ToJson(), attestation.About("ghcr.io/acme/shop", Digest.Parse("sha256:" + Hex)).ToJson());

        Assert.Equal(one, two);
        Assert.Contains("1.50", Encoding.UTF8.GetString(one), StringComparison.Ordinal);
        Assert.Equal("ghcr.io/acme/shop", InTotoStatement.Parse(one).Subjects[0].Name);
    }

    private static string? Refusal(string type, string content)
    {
        try
        {
            PredicateFile.Read(Encoding.UTF8.GetBytes(content), type, Now);
            return null;
        }
        catch (SigstoreFormatException e)
        {
            return e.Message;
        }
    }

    private static void AssertJson(string expected, JsonElement actual) => Assert.Equal(JsonDocument.Parse(expected).RootElement.GetRawText().ReplaceLineEndings("").Replace("\n", "", StringComparison.Ordinal), actual.GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal));
}
