using PipelineKit.Evidence;
using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class TrivyIgnoreTests
{
    [Fact]
    public void Lines_are_identifiers_with_an_end_and_a_remark()
    {
        var entries = PolicySample.Exceptions("\uFEFF# head\r\n\r\nCVE-2026-1\r\n  CVE-2026-2\texp:2026-12-31  # until the next base image\nAVD-DS-0002 # why\n", "deploy/.trivyignore");

        Assert.Equal([("CVE-2026-1", 3), ("CVE-2026-2", 4), ("AVD-DS-0002", 5)], entries.Select(e => (e.Id, e.Line)));
        Assert.Equal(["", "until the next base image", "why"], entries.Select(e => e.Reason));
        Assert.Equal([null, new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), null], entries.Select(e => e.Expires));
        Assert.All(entries, e => Assert.Equal((true, "deploy/.trivyignore", 0, 0), (e.IsImported, e.File, e.Kinds.Count, e.Packages.Count)));
    }

    [Theory]
    [InlineData("CVE-1 exp:2026-13-01")]
    [InlineData("CVE-1 exp:soon")]
    [InlineData("CVE-1 exp:")]
    [InlineData("CVE-1 exp: 2026-12-31")]
    [InlineData("CVE-1 exp:2026-12-31T00:00:00Z")]
    [InlineData("CVE-1 expires:2026-12-31")]
    [InlineData("CVE-1 CVE-2")]
    [InlineData("CVE-1 exp:2026-12-31 exp:2027-12-31")]
    public void An_end_that_cannot_be_read_is_never_no_end(string line) =>
        Assert.StartsWith("2: after `CVE-1` comes `", PolicySample.ExceptionProblems("# x\n" + line + "\n", ".trivyignore")[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("*", "2: `*` is not one identifier")]
    [InlineData("* exp:2026-12-31 # all of them", "2: `*` is not one identifier")]
    [InlineData("CVE-2026-*", "2: `CVE-2026-*` is not one identifier")]
    public void A_line_never_excuses_everything(string line, string said) =>
        Assert.StartsWith(said, PolicySample.ExceptionProblems("# x\n" + line + "\n", ".trivyignore")[0], StringComparison.Ordinal);

    [Fact]
    public void The_column_of_a_bad_word_is_said()
    {
        var failure = Assert.Throws<PipelineKit.Failures.FailureException>(() => PolicySample.Exceptions("  CVE-1   exp:x", ".trivyignore")).Failures[0];

        Assert.Equal(".trivyignore:1:11", failure.Place!.ToString());
    }

    [Fact]
    public void The_file_for_each_kind_is_read()
    {
        var entries = PolicySample.Exceptions(
            """
            vulnerabilities:
              - id: CVE-2026-1
                paths: [app/package-lock.json]
                purls: [pkg:npm/lodash@4.17.20, pkg:deb/debian/bash]
                expired_at: 2026-12-31
                statement: not reachable
            misconfigurations:
              - id: AVD-DS-0002
            secrets:
              - id: aws-access-key-id
            licenses:
              - id: GPL-3.0
            """, "x.yaml");

        Assert.Equal(["CVE-2026-1", "AVD-DS-0002", "aws-access-key-id", "GPL-3.0"], entries.Select(e => e.Id));
        Assert.Equal(
            [FindingKind.Vulnerability, FindingKind.Misconfiguration, FindingKind.Secret, FindingKind.License], entries.Select(e => e.Kinds[0]));
        var first = entries[0];
        Assert.Equal(("not reachable", new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), 2), (first.Reason, first.Expires, first.Line));
        Assert.Equal(["app/package-lock.json"], first.Paths);
        Assert.Equal([("pkg:npm/lodash", "4.17.20"), ("pkg:deb/debian/bash", null)], first.Packages.Select(p => (p.Package, p.Versions?.Text)));
    }

    [Theory]
    [InlineData("vulnerabilities:\n  - paths: [a]\n", "2: `id` is missing here")]
    [InlineData("vulnerabilities:\n  - id: CVE-1\n    expires: 2026-01-01\n", "3: unknown key `expires`")]
    [InlineData("vulnerabilities:\n  - id: CVE-1\n    expired_at: soon\n", "3: `soon` is neither a date")]
    [InlineData("vulnerabilities:\n  - id: CVE-1\n    purls: [lodash]\n", "3: `lodash` is not a package URL")]
    [InlineData("secrets:\n  - id: x\n    purls: [pkg:npm/x]\n", "3: `purls` counts for vulnerabilities only")]
    [InlineData("vulnerabilities:\n  id: CVE-1\n", "2: `vulnerabilities` is a list")]
    [InlineData("vulnerabilities:\n  - CVE-1\n", "2: keys and values are expected here")]
    public void What_is_wrong_is_said(string text, string said) =>
        Assert.Contains(PolicySample.ExceptionProblems(text, ".trivyignore.yaml"), p => p.StartsWith(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("", ".trivyignore")]
    [InlineData("# nothing\n", ".trivyignore")]
    [InlineData("", ".trivyignore.yaml")]
    [InlineData("vulnerabilities: []\n", ".trivyignore.yaml")]
    public void An_empty_file_has_no_entries(string text, string name) => Assert.Empty(PolicySample.Exceptions(text, name));
}
