using System.Text;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Policy;
using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class GatePolicyFileTests
{
    [Fact]
    public void What_is_left_out_is_the_default()
    {
        var policy = PolicySample.Policy("");

        Assert.Equal(Digest.Sha256(Encoding.UTF8.GetBytes(PolicySample.Head)), policy.Digest);
        Assert.Equal(new GatePolicy { Digest = policy.Digest, Name = "policy.yaml" }.ToString(), Plain(policy).ToString());
        Assert.Same(VulnerabilityRule.Defaults, policy.Vulnerabilities);
    }

    [Fact]
    public void Every_key_reaches_its_member()
    {
        var policy = PolicySample.Policy(
            """
            evidence:
              vulnerability-scan-required: false
              platforms: [linux/amd64, linux/arm/v7]
              bound: false
              max-scan-age: 24h
              max-database-age: 1d12h
              coverage: os
              scanners: 2
              filters-allowed: true
              filters-must-be-said: true
              suppressions-allowed: true
            severity: { disagreement: trusted-first, prefer: [Vendor, ghsa] }
            compare: no-worse
            secrets: warn
            misconfigurations: ignore
            sbom: { required: true, formats: [cyclonedx>=1.5, spdx], profiles: ntia-2021 }
            end-of-life: block
            exceptions: { max-age: 90d, warn-before: 7d, unused: block, expired: review, imports-without-expiry: true }
            vex: { trust: ["https://github.com/acme/*"], unmatched: allow, unversioned-products: true, investigation-grace: 14d }
            """);

        var evidence = policy.Evidence;
        Assert.Equal((false, false, 2, true, true, true), (evidence.VulnerabilityScanRequired, evidence.Bound, evidence.Scanners, evidence.FiltersAllowed, evidence.FiltersMustBeSaid, evidence.SuppressionsAllowed));
        Assert.Equal((TimeSpan.FromHours(24), TimeSpan.FromHours(36)), (evidence.ScanAge, evidence.DatabaseAge));
        Assert.Equal(["linux/amd64", "linux/arm/v7"], evidence.Platforms);
        Assert.Equal(["os"], evidence.Coverage);
        Assert.Equal(Disagreement.TrustedFirst, policy.Severity.Rule);
        Assert.Equal(["vendor", "ghsa"], policy.Severity.Prefer);
        Assert.Equal((CompareMode.NoWorse, GateAction.Warn, null, GateAction.Block), (policy.Compare, policy.Secrets, policy.Misconfigurations, policy.EndOfLife));
        Assert.True(policy.Bom.Required);
        Assert.Equal(["cyclonedx>=1.5", "spdx"], policy.Bom.Formats);
        Assert.Equal(["ntia-2021"], policy.Bom.Profiles);
        Assert.Equal(
            new ExceptionRules { MaximumAge = TimeSpan.FromDays(90), WarnBefore = TimeSpan.FromDays(7), Unused = GateAction.Block, Expired = GateAction.Review, ImportsWithoutExpiry = true }, policy.Exceptions);
        Assert.Equal((GateAction.Allow, true, TimeSpan.FromDays(14)), (policy.Vex.Unmatched, policy.Vex.UnversionedProducts, policy.Vex.InvestigationGrace));
        Assert.Equal(["https://github.com/acme/*"], policy.Vex.Trust);
    }

    [Fact]
    public void A_rule_has_its_criteria()
    {
        var rule = Assert.Single(PolicySample.Policy(
            """
            vulnerabilities:
              - id: all.of-it_1
                action: review
                min-severity: high
                fixable: true
                fix-available-for: 7d
                known-for: 30d
                epss: 0.25
                exploited: true
                past-due: true
                malware: true
                packages: [pkg:deb/debian/openssl, npm, "lib*"]
                paths: ["usr/lib/**"]
                sure-only: true
            """).Vulnerabilities);

        Assert.Equal(
            ("all.of-it_1", GateAction.Review, Severity.High, true, TimeSpan.FromDays(7), TimeSpan.FromDays(30), 0.25, true, true, true, true),
            (rule.Id, rule.Action, rule.From, rule.Fixable, rule.FixAvailableFor, rule.KnownFor, rule.Epss, rule.Exploited, rule.PastDue, rule.Malware, rule.SureOnly));
        Assert.Equal(["pkg:deb/debian/openssl", "npm", "lib*"], rule.Packages);
        Assert.Equal(["usr/lib/**"], rule.Paths);
    }

    [Fact]
    public void No_rules_are_no_rules() => Assert.Empty(PolicySample.Policy("vulnerabilities: []\n").Vulnerabilities);

    [Fact]
    public void Licences_are_kept_as_SPDX_spells_them()
    {
        var licenses = PolicySample.Policy("licenses: { allow: [mit, apache-2.0, LicenseRef-acme], deny: [GPL-*], others: block, unknown: review, except: pkg:npm/x }\n").Licenses;

        Assert.Equal(["MIT", "Apache-2.0", "LicenseRef-acme"], licenses.Allow);
        Assert.Equal(["GPL-*"], licenses.Deny);
        Assert.Equal((GateAction.Block, GateAction.Review), (licenses.Others, licenses.Unknown));
        Assert.Equal(["pkg:npm/x"], licenses.Except);
    }

    [Theory]
    [InlineData("", "1: this is not a policy")]
    [InlineData("- a\n", "1: this is not a policy")]
    [InlineData("secrets: warn\n", "1: `apiVersion` is missing here")]
    [InlineData("apiVersion: pipelinekit/v2\nkind: GatePolicy\n", "1: this version reads `pipelinekit/v1`, and the file says `pipelinekit/v2`")]
    [InlineData("apiVersion: pipelinekit/v1\nkind: GateExceptions\n", "2: this is a `GateExceptions`, and a `GatePolicy` is wanted here")]
    [InlineData("apiVersion: pipelinekit/v1\nkind: [\n", "not valid YAML")]
    public void A_file_that_is_no_policy_says_so(string text, string said)
    {
        var failures = Assert.Throws<FailureException>(() => GatePolicyFile.Read(Encoding.UTF8.GetBytes(text), "p.yaml")).Failures;

        Assert.Contains(said, $"{failures[0].Place!.Line}: {failures[0].What}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evidnce: {}\n", "3: unknown key `evidnce` | Did you mean `evidence`?")]
    [InlineData("evidence: { max-age: 1d }\n", "3: unknown key `max-age`")]
    [InlineData("evidence: 24h\n", "3: keys and values are expected here")]
    [InlineData("evidence: { max-scan-age: soon }\n", "3: `max-scan-age` is a span of time, not `soon` | Write it as in `48h` or `30d`.")]
    [InlineData("evidence: { max-scan-age: 99999999d }\n", "3: `max-scan-age` is a span of time")]
    [InlineData("evidence: { bound: \"false\" }\n", "3: `bound` is true or false, not `false`")]
    [InlineData("evidence: { bound: no }\n", "3: `bound` is true or false, not `no`")]
    [InlineData("evidence: { platforms: amd64 }\n", "3: `amd64` is not a platform")]
    [InlineData("evidence: { coverage: [OS] }\n", "3: `OS` is not an ecosystem")]
    [InlineData("evidence: { scanners: 0 }\n", "3: `scanners` is a number from 1 to 20, not `0`")]
    [InlineData("compare: no-worst\n", "3: `compare` is not `no-worst` | Did you mean `no-worse`?")]
    [InlineData("secrets: fail\n", "3: `secrets` is not `fail` | It is one of `allow`, `warn`, `review`, `block`.")]
    [InlineData("secrets: [block]\n", "3: `secrets` is not `a list`")]
    [InlineData("misconfigurations: hihg\n", "Did you mean `high`?")]
    [InlineData("severity: { disagreement: trusted-first }\n", "3: `trusted-first` needs to know whom to trust")]
    [InlineData("sbom: { formats: [cyclonedx>1.5] }\n", "3: `cyclonedx>1.5` is not a format")]
    [InlineData("sbom: { formats: [cyclonedx>=1.] }\n", "3: `cyclonedx>=1.` is not a format")]
    [InlineData("sbom: { profiles: [ntia] }\n", "3: there is no profile `ntia`")]
    [InlineData("vex: { trust: [[a]] }\n", "3: `trust` takes text here")]
    [InlineData("vulnerabilities: { id: a }\n", "3: `vulnerabilities` is a list of rules")]
    [InlineData("vulnerabilities:\n  - min-severity: high\n", "4: `id` is missing here")]
    [InlineData("vulnerabilities:\n  - id: a b\n    min-severity: high\n", "4: the name of a rule")]
    [InlineData("vulnerabilities:\n  - id: a\n", "4: the rule `a` has no criterion")]
    [InlineData("vulnerabilities:\n  - id: a\n    min-severity: hight\n", "5: `min-severity` is not `hight` | Did you mean `high`?")]
    [InlineData("vulnerabilities:\n  - id: a\n    severity: high\n", "5: unknown key `severity`")]
    [InlineData("vulnerabilities:\n  - id: a\n    min-severity: high\n  - id: a\n    exploited: true\n", "6: the rule `a` is already there, in line 4")]
    [InlineData("vulnerabilities:\n  - id: a\n    min-severity: high\n    unknown-severity: true\n", "6: `unknown-severity` and `min-severity` in one rule contradict each other")]
    [InlineData("vulnerabilities:\n  - id: a\n    fixable: false\n    fix-available-for: 1d\n", "6: `fixable: false` and `fix-available-for`")]
    [InlineData("vulnerabilities:\n  - id: a\n    exploited: false\n", "5: `exploited: false` is no criterion")]
    [InlineData("vulnerabilities:\n  - id: a\n    epss: 10\n", "5: `epss` is a probability above 0 and at most 1, not `10`")]
    [InlineData("vulnerabilities:\n  - id: a\n    epss: NaN\n", "5: `epss` is a probability")]
    [InlineData("vulnerabilities:\n  - id: a\n    packages: pkg:nothing\n", "5: `pkg:nothing` is not a package URL")]
    [InlineData("vulnerabilities:\n  - id: a\n    packages: [npm, pkg:npm/*]\n", "5: `pkg:npm/*` is a package URL with `*` in it")]
    [InlineData("vulnerabilities:\n  - id: a\n    paths: \"usr/{lib,bin}/**\"\n", "5: `usr/{lib,bin}/**` is no pattern of paths")]
    [InlineData("licenses: { deny: [GPL3] }\n", "3: `GPL3` is not an SPDX licence identifier")]
    [InlineData("licenses: { allow: [MIT OR Apache-2.0] }\n", "3: `MIT OR Apache-2.0` is an expression, not one licence")]
    [InlineData("licenses: { allow: [MIT], deny: [mit] }\n", "3: `MIT` is both allowed and denied")]
    public void What_is_wrong_is_said_with_its_line_and_what_to_do(string body, string said) =>
        Assert.Contains(PolicySample.PolicyProblems(body), p => p.Contains(said, StringComparison.Ordinal));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var problems = PolicySample.PolicyProblems("secrets: never\nvulnerabilities:\n  - id: a\n    epss: 7\n    fixable: perhaps\ncompare: no\nunheard: of\n");

        Assert.Equal(["3", "6", "7", "8", "9"], problems.Select(p => p[..p.IndexOf(':', StringComparison.Ordinal)]));
    }

    // Lists of records print by their type: make the two comparable.
    private static GatePolicy Plain(GatePolicy policy) =>
        policy with
        {
            Evidence = policy.Evidence with { Platforms = new EvidenceRules().Platforms, Coverage = new EvidenceRules().Coverage },
            Licenses = policy.Licenses with { Allow = new LicenseRules().Allow, Deny = new LicenseRules().Deny, Review = new LicenseRules().Review, Except = new LicenseRules().Except },
            Bom = policy.Bom with { Formats = new BomRules().Formats, Profiles = new BomRules().Profiles },
            Vex = policy.Vex with { Trust = new VexRules().Trust },
            Severity = policy.Severity with { Prefer = new SeverityRules().Prefer },
        };
}
