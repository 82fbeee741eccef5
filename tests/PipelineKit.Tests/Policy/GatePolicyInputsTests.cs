using System.Text;
using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.Oci;
using PipelineKit.Policy;
using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class GatePolicyInputsTests
{
    public static TheoryData<GatePolicyInputs> Some => new()
    {
        new GatePolicyInputs(),
        new GatePolicyInputs { FailOn = Severity.Medium, OnlyFixed = true, FailOnExploited = false, EpssThreshold = 0.00001 },
        new GatePolicyInputs { MaxScanAge = TimeSpan.FromMinutes(90), MaxDatabaseAge = TimeSpan.FromMilliseconds(86400500), AllowUnbound = true, Platforms = ["linux/amd64"] },
        new GatePolicyInputs
        {
            AllowLicenses = ["MIT", "LicenseRef-it-s"], DenyLicenses = ["GPL-*"], SbomRequired = true, SbomProfiles = ["ntia-2021"], Compare = CompareMode.NoWorse, VexTrust = ["https://it's.example/*", "# no comment"],
        },
    };

    [Theory]
    [MemberData(nameof(Some))]
    public void The_policy_of_inputs_is_that_of_its_text(GatePolicyInputs inputs)
    {
        var policy = inputs.ToPolicy();
        var bytes = Encoding.UTF8.GetBytes(policy.Text);
        var again = GatePolicyFile.Read(bytes, "inputs") with { Text = policy.Text };

        Assert.Equal(("inputs", Digest.Sha256(bytes), inputs.ToYaml()), (policy.Name, policy.Digest, policy.Text));
        Assert.Equal(JsonSerializer.Serialize(policy), JsonSerializer.Serialize(again));
    }

    [Fact]
    public void Inputs_whose_text_is_not_read_mean_what_it_says()
    {
        Severity?[] severities = [null, Severity.Low, Severity.Critical];
        TimeSpan?[] spans = [null, TimeSpan.FromSeconds(1), TimeSpan.FromDays(400)];
        for (var choice = 0; choice < 27 * 32; choice++)
        {
            bool Flag(int place) => ((choice / 27) >> place) % 2 != 0;
            The_policy_of_inputs_is_that_of_its_text(new GatePolicyInputs
            {
                FailOn = severities[choice % 3],
                MaxScanAge = spans[choice / 3 % 3],
                MaxDatabaseAge = spans[choice / 9 % 3],
                OnlyFixed = Flag(0),
                FailOnExploited = Flag(1),
                SbomRequired = Flag(2),
                Compare = Flag(3) ? CompareMode.NoWorse : CompareMode.All,
                AllowUnbound = Flag(4),
            });
        }
    }

    [Fact]
    public void No_inputs_are_the_default_policy()
    {
        var policy = new GatePolicyInputs().ToPolicy();
        var defaults = new GatePolicy { Digest = policy.Digest, Name = policy.Name, Text = policy.Text };

        Assert.Equal(JsonSerializer.Serialize(defaults), JsonSerializer.Serialize(policy));
    }

    [Theory]
    [InlineData(null, false, true, null, "exploited malware critical high-with-fix unknown")]
    [InlineData(Severity.Low, false, true, null, "exploited malware severity unknown")]
    [InlineData(null, false, false, 0.1, "malware critical high-with-fix epss unknown")]
    public void Inputs_become_rules(Severity? failOn, bool onlyFixed, bool exploited, double? epss, string rules) =>
        Assert.Equal(rules, string.Join(' ', new GatePolicyInputs { FailOn = failOn, OnlyFixed = onlyFixed, FailOnExploited = exploited, EpssThreshold = epss }.ToPolicy().Vulnerabilities.Select(r => r.Id)));

    [Fact]
    public void Only_what_has_a_fix_blocks_by_its_severity_when_that_is_asked()
    {
        var rules = new GatePolicyInputs { FailOn = Severity.High, OnlyFixed = true, EpssThreshold = 0.5 }.ToPolicy().Vulnerabilities.ToDictionary(r => r.Id, r => r.Fixable);

        Assert.Equal((null, true, true, null), (rules["exploited"], rules["severity"], rules["epss"], rules["unknown"]));
    }

    [Fact]
    public void The_text_is_the_file_one_would_write() =>
        Assert.Equal(
            """
            apiVersion: pipelinekit/v1
            kind: GatePolicy
            evidence:
              bound: true
              platforms:
                - 'linux/amd64'
              max-scan-age: 1d12h
            vulnerabilities:
              - id: exploited
                exploited: true
              - id: malware
                malware: true
              - id: severity
                min-severity: high
                fixable: true
              - id: unknown
                unknown-severity: true
                action: review
            compare: all
            sbom:
              required: false

            """,
            new GatePolicyInputs { FailOn = Severity.High, OnlyFixed = true, Platforms = ["linux/amd64"], MaxScanAge = TimeSpan.FromHours(36) }.ToYaml());
}
