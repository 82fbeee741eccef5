using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class OsvScannerIgnoresTests
{
    [Fact]
    public void Ignored_vulnerabilities_are_read()
    {
        var entries = PolicySample.Exceptions(
            """
            GoVersionOverride = "1.20.1"

            [[IgnoredVulns]]
            id = "GO-2022-0968"
            # a comment
            ignoreUntil = 2026-11-09 # Optional
            reason = "No ssh servers are connected to"

            [[IgnoredVulns]]
            id = 'GO-2022-1059'
            ignoreUntil = 2026-11-09T10:00:00+02:00
            """, "app/osv-scanner.toml");

        Assert.Equal([("GO-2022-0968", 3), ("GO-2022-1059", 9)], entries.Select(e => (e.Id, e.Line)));
        Assert.Equal([new DateTimeOffset(2026, 11, 9, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 9, 8, 0, 0, TimeSpan.Zero)], entries.Select(e => e.Expires!.Value));
        Assert.Equal(["No ssh servers are connected to", ""], entries.Select(e => e.Reason));
        Assert.All(entries, e => Assert.True(e is { IsImported: true, MatchAliases: true }));
    }

    [Theory]
    [InlineData("name = \"lib\"\necosystem = \"Go\"\nignore = true", "lib|golang||Vulnerability,Malware,License")]
    [InlineData("name = \"lib\"\nversion = \"1.0.0\"\necosystem = \"npm\"\nvulnerability.ignore = true", "lib|npm|1.0.0|Vulnerability,Malware")]
    [InlineData("ecosystem = \"Debian\"\nlicense = { ignore = true }", "*|deb||License")]
    [InlineData("name = \"lib-.*\"\nnameIsRegex = true\nvulnerability = { ignore = true }", "lib-*|||Vulnerability,Malware")]
    public void Packages_that_are_ignored_become_exceptions_for_any_identifier(string entry, string expected)
    {
        var found = Assert.Single(PolicySample.Exceptions("[[PackageOverrides]]\n" + entry + "\nreason = \"r\"\neffectiveUntil = 2026-01-01\n", "osv-scanner.toml"));

        Assert.Equal(("*", "r"), (found.Id, found.Reason));
        Assert.Equal(expected, $"{found.Packages[0].Package}|{found.Packages[0].Type}|{found.Packages[0].Versions?.Text}|{string.Join(',', found.Kinds)}");
        Assert.NotNull(found.Expires);
    }

    [Fact]
    public void An_override_that_ignores_nothing_is_no_exception() =>
        Assert.Empty(PolicySample.Exceptions("[[PackageOverrides]]\nname = \"lib\"\nvulnerability.ignore = false\n", "osv-scanner.toml"));

    [Theory]
    [InlineData("name = \"a\"\nvulnerability.ignore = false", "ecosystem = \"npm\"\nignore = true", true)]
    [InlineData("name = \"a\"\nvulnerability.ignore = true", "name = \"a\"\nignore = true", true)]
    [InlineData("name = \"a\"\nversion = \"1\"\nvulnerability.ignore = false", "name = \"a\"\nignore = true", true)]
    [InlineData("name = \"a\"\nignore = true", "name = \"a\"\nvulnerability.ignore = true", false)]
    [InlineData("name = \"a\"", "name = \"b\"\nignore = true", false)]
    [InlineData("name = \"a\"\necosystem = \"Go\"", "name = \"a\"\necosystem = \"npm\"\nignore = true", false)]
    [InlineData("name = \"a\"\nversion = \"1\"", "name = \"a\"\nversion = \"2\"\nignore = true", false)]
    public void The_first_entry_for_a_package_decides_in_OSV_Scanner(string first, string second, bool isRefused)
    {
        var text = $"[[PackageOverrides]]\n{first}\n[[PackageOverrides]]\n{second}\n";

        if (isRefused)
        {
            Assert.Contains("which comes first in OSV-Scanner", Assert.Single(PolicySample.ExceptionProblems(text, "osv-scanner.toml")), StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEmpty(PolicySample.Exceptions(text, "osv-scanner.toml"));
        }
    }

    [Theory]
    [InlineData("[[IgnoredVulns]]\nreason = \"x\"\n", "1: `id` is missing here")]
    [InlineData("[[IgnoredVulns]]\nid = \"A\"\nignoreUntl = 2026-01-01\n", "3: unknown key `ignoreUntl` | Did you mean `ignoreUntil`?")]
    [InlineData("[[IgnoredVulns]]\nid = \"A\"\nignoreUntil = 2026-01-01T00:00:00\n", "3: `2026-01-01T00:00:00` is neither a date")]
    [InlineData("[[IgnoredVulns]]\nid = \"A\"\n[[IgnoredVulns]]\nid = \"A\"\n", "3: `A` is already ignored in line 1")]
    [InlineData("[IgnoredVulns]\nid = \"A\"\n", "1: `IgnoredVulns` is a list")]
    [InlineData("[[Ignored]]\n", "1: unknown key `Ignored`")]
    [InlineData("[[PackageOverrides]]\nname = \"a\"\ngroup = \"dev\"\nignore = true\n", "3: `group` cannot be said here")]
    [InlineData("[[PackageOverrides]]\nname = \"a\"\nlicense.override = [\"MIT\"]\n", "3: what licence a package has cannot be said here")]
    [InlineData("[[PackageOverrides]]\nname = \"a|b\"\nnameIsRegex = true\nignore = true\n", "2: `a|b` is a pattern that cannot be said here")]
    [InlineData("[[PackageOverrides]]\nname = \"a\"\necosystem = \"Debian:12\"\nignore = true\n", "3: the ecosystem `Debian:12` cannot be said here")]
    [InlineData("[[PackageOverrides]]\nignore = true\n", "1: the entry names neither a package nor an ecosystem")]
    [InlineData("[[PackageOverrides]]\nname = \"a\"\nignore = \"true\"\n", "3: `ignore` is true or false")]
    public void What_is_wrong_is_said(string text, string said) =>
        Assert.Contains(PolicySample.ExceptionProblems(text, "osv-scanner.toml"), p => p.Contains(said[3..], StringComparison.Ordinal) && p[0] == said[0]);
}
