using PipelineKit.Evidence;
using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class GrypeIgnoresTests
{
    [Fact]
    public void Rules_are_read_and_other_settings_left_alone()
    {
        var entries = PolicySample.Exceptions(
            """
            fail-on-severity: high
            db: { auto-update: false }
            ignore:
              - vulnerability: CVE-2026-1
                include-aliases: true
                reason: not reachable
                fix-state: wont-fix
                package: { name: libcurl, version: 1.5.1, type: npm, location: "/usr/local/lib/**" }
              - package:
                  name: linux(-.*)?
            """.Replace("linux(-.*)?", "linux-headers-.*", StringComparison.Ordinal), ".grype.yaml");

        var (first, second) = (entries[0], entries[1]);
        Assert.Equal(("CVE-2026-1", true, "not reachable", FixState.WontFix, null, true, 4), (first.Id, first.MatchAliases, first.Reason, first.Fix, first.Expires, first.IsImported, first.Line));
        Assert.Equal(("libcurl", "1.5.1", "npm"), (first.Packages[0].Package, first.Packages[0].Versions!.Text, first.Packages[0].Type));
        Assert.Equal(["/usr/local/lib/**"], first.Paths);
        Assert.Equal(("*", false, "linux-headers-*", ""), (second.Id, second.MatchAliases, second.Packages[0].Package, second.Packages[0].Type));
    }

    [Theory]
    [InlineData("go-module", "golang")]
    [InlineData("java-archive", "maven")]
    [InlineData("python", "pypi")]
    [InlineData("dotnet", "nuget")]
    [InlineData("deb", "deb")]
    public void Types_become_those_of_package_URLs(string type, string purl) =>
        Assert.Equal((purl, "*"), PolicySample.Exceptions($"ignore:\n  - package: {{ type: {type} }}\n", ".grype.yaml").Select(e => (e.Packages[0].Type, e.Packages[0].Package)).Single());

    [Theory]
    [InlineData("vulnerability: CVE-1\n    namespace: debian:12", "3: `namespace` cannot be said here")]
    [InlineData("vulnerability: CVE-1\n    vex-status: not_affected", "3: `vex-status` cannot be said here")]
    [InlineData("vulnerability: CVE-1\n    vex-justification: component_not_present", "3: `vex-justification` cannot be said here")]
    [InlineData("vulnerability: CVE-1\n    match-type: cpe-match", "3: `match-type` cannot be said here")]
    [InlineData("vulnerability: CVE-1\n    package: { upstream-name: linux }", "3: `upstream-name` cannot be said here")]
    [InlineData("vulnerability: CVE-1\n    package: { name: \"lib(a|b)\" }", "3: `lib(a|b)` is a regular expression")]
    [InlineData("vulnerability: CVE-1\n    package: { type: alpm }", "3: the package type `alpm` is not known here")]
    [InlineData("vulnerability: CVE-1\n    package: { language: cobol }", "3: the language `cobol` is not known here")]
    [InlineData("vulnerability: CVE-1\n    package: { type: npm, language: ruby }", "3: `type` and `language` together mean no package")]
    [InlineData("vulnerability: CVE-1\n    package: { name: x, version: \"<1\" }", "3: `<1` is not one version")]
    [InlineData("vulnerability: CVE-1\n    fix-state: maybe", "3: `fix-state` is not `maybe`")]
    [InlineData("vulnerability: CVE-1\n    expires: 2026-01-01", "3: unknown key `expires`")]
    [InlineData("fix-state: not-fixed", "2: the rule names neither a vulnerability nor a package")]
    [InlineData("vulnerability: \"*\"", "2: `*` is not one identifier")]
    public void What_cannot_be_said_as_narrowly_is_never_said_more_broadly(string rule, string said) =>
        Assert.Contains(PolicySample.ExceptionProblems($"ignore:\n  - {rule}\n", ".grype.yaml"), p => p.StartsWith(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("^lib.*$", "lib*")]
    [InlineData("System\\.Text\\.Json", "System.Text.Json")]
    [InlineData("System.Text.Json", "System.Text.Json")]
    [InlineData(".*", "*")]
    [InlineData("a+", null)]
    [InlineData("a?", null)]
    [InlineData("[ab]", null)]
    [InlineData("a*", null)]
    [InlineData("^$", null)]
    [InlineData("a\0b", null)]
    [InlineData("", "")]
    public void An_expression_becomes_a_pattern_only_where_it_means_the_same(string expression, string? pattern) =>
        Assert.Equal(pattern, PipelineKit.Policy.NamePattern.OfRegex(expression));

    [Fact]
    public void A_configuration_without_rules_has_no_entries() => Assert.Empty(PolicySample.Exceptions("fail-on-severity: high\n", ".grype.yaml"));
}
