using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Policy;
using Xunit;

namespace PipelineKit.Tests.Policy;

/// <summary>Damaged files are refused in one way only, and what is read is never unbounded.</summary>
public sealed class PolicyFuzzTests
{
    private const string Policy =
        "apiVersion: pipelinekit/v1\nkind: GatePolicy\nevidence: { max-scan-age: 24h, scanners: 2, platforms: [linux/amd64] }\nvulnerabilities:\n  - id: a\n    min-severity: high\n    epss: 0.5\n    fix-available-for: 7d\nlicenses: { deny: [GPL-*] }\n";

    private static readonly (string Name, string Text)[] Files =
    [
        ("e.yaml", PolicySample.ExceptionsHead + "  - id: CVE-2026-1\n    owner: a\n    reason: b\n    expires: 2026-12-31\n    packages: [{ package: pkg:npm/x, versions: \"<1\" }]\n"),
        (".trivyignore", "# c\nCVE-2026-1 exp:2026-12-31 # why\nAVD-1\n"),
        (".trivyignore.yaml", "vulnerabilities:\n  - id: CVE-2026-1\n    purls: [pkg:npm/x@1]\n    expired_at: 2026-12-31\n"),
        (".grype.yaml", "ignore:\n  - vulnerability: CVE-2026-1\n    package: { name: \"lib.*\", version: 1.0, type: npm }\n"),
        ("osv-scanner.toml", "[[IgnoredVulns]]\nid = \"GO-1\"\nignoreUntil = 2026-12-31\n[[PackageOverrides]]\nname = 'a'\nvulnerability = { ignore = true }\n"),
        (".snyk", "version: v1.25.0\nignore:\n  SNYK-1:\n    - '*':\n        reason: x\n        expires: 2026-12-31T00:00:00.000Z\n"),
    ];

    [Fact]
    public void A_damaged_policy_is_read_or_refused() =>
        Prop.ForAll(Damage(Policy), bytes =>
        {
            try
            {
                _ = GatePolicyFile.Read(bytes, "p.yaml");
            }
            catch (FailureException refused)
            {
                Assert.All(refused.Failures, f => Assert.Equal(FailureCodes.BadPolicy, f.Code));
            }
        }).Check(Configuration);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_damaged_exceptions_file_is_read_or_refused(int file) =>
        Prop.ForAll(Damage(Files[file].Text), bytes =>
        {
            try
            {
                Assert.All(ExceptionFiles.Read(bytes, Files[file].Name), e => Assert.True(IsBounded(e), e.ToString()));
            }
            catch (FailureException refused)
            {
                Assert.All(refused.Failures, f => Assert.Equal((FailureCodes.BadPolicy, Files[file].Name), (f.Code, f.Place?.File)));
            }
        }).Check(Configuration);

    private static Config Configuration => Config.QuickThrowOnFailure.WithMaxTest(300);

    // Our own form always has an owner, a reason and an end; an import that means any identifier always names packages or paths.
    private static bool IsBounded(GateException e) =>
        e.Id.Length > 0
        && (e.IsImported ? e.Id != "*" || e.Packages.Count + e.Paths.Count > 0 : e is { Owner.Length: > 0, Reason.Length: > 0, Expires: not null } && !e.Id.Contains('*', StringComparison.Ordinal));

    // Some bytes replaced, removed or doubled.
    private static Arbitrary<byte[]> Damage(string text) =>
        Arb.From(
            from changes in Gen.ListOf(
                from at in Gen.Choose(0, text.Length - 1)
                from length in Gen.Choose(0, 12)
                from with in Gen.Elements("", "\n", ":", "- ", "[", "{", "}", "\"", "'", "#", "*", "&a ", "*a", "\t", " ", "=", "\uFFFD", "\0", "9", "null", "[[x]]\n", "exp:")
                select (at, length, with))
            select Encoding.UTF8.GetBytes(changes.Take(6).Aggregate(text, (t, c) =>
                c.at < t.Length ? string.Concat(t.AsSpan(0, c.at), c.with, t.AsSpan(Math.Min(t.Length, c.at + c.length))) : t)));
}
