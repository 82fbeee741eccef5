using PipelineKit.Evidence;
using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class OwnExceptionsTests
{
    private const string Entry = "  - id: CVE-2026-1\n    owner: team\n    reason: not reachable\n    expires: 2026-12-31\n";

    [Fact]
    public void An_exception_keeps_what_it_says()
    {
        var entry = One(Entry + "    ticket: ABC-1\n    created: 2026-10-01\n    paths: usr/**\n    images: [registry.example/app/*]\n    environments: [staging]\n    kinds: [vulnerability, malware]\n");

        Assert.Equal(("CVE-2026-1", "team", "not reachable", "ABC-1", "e.yaml", 4, false, true), (entry.Id, entry.Owner, entry.Reason, entry.Ticket, entry.File, entry.Line, entry.IsImported, entry.MatchAliases));
        Assert.Equal((new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (entry.Created, entry.Expires));
        Assert.Equal(["usr/**", "registry.example/app/*", "staging"], [.. entry.Paths, .. entry.Images, .. entry.Environments]);
        Assert.Equal([FindingKind.Vulnerability, FindingKind.Malware], entry.Kinds);
    }

    [Theory]
    [InlineData("2026-12-31", "2027-01-01T00:00:00")]
    [InlineData("2026-12-31T12:00:00Z", "2026-12-31T12:00:00")]
    [InlineData("2026-12-31T12:00Z", "2026-12-31T12:00:00")]
    [InlineData("2026-12-31T12:00:00.5+02:00", "2026-12-31T10:00:00")]
    [InlineData("2026-12-31 12:00:00-01:00", "2026-12-31T13:00:00")]
    [InlineData("9999-12-31", "9999-12-31T23:59:59")]
    public void A_date_is_its_end_and_an_instant_itself(string text, string instant) =>
        Assert.Equal(instant, One(Entry.Replace("2026-12-31", text, StringComparison.Ordinal)).Expires!.Value.UtcDateTime.ToString("s"));

    [Fact]
    public void Packages_have_a_version_a_range_or_neither()
    {
        var scopes = One(Entry + "    packages:\n      - pkg:npm/lodash@4.17.20\n      - pkg:deb/debian/bash\n      - { package: pkg:npm/%40acme/ui, versions: \">=1.0,<1.2\" }\n").Packages;

        Assert.Equal(["pkg:npm/lodash", "pkg:deb/debian/bash", "pkg:npm/%40acme/ui"], scopes.Select(s => s.Package));
        Assert.Equal(["4.17.20", null, ">=1.0,<1.2"], scopes.Select(s => s.Versions?.Text));
        Assert.Equal((true, false), (scopes[0].Versions!.Contains("4.17.20"), scopes[0].Versions!.Contains("4.17.21")));
        Assert.Equal((true, false), (scopes[2].Versions!.Contains("1.1.9"), scopes[2].Versions!.Contains("1.2.0")));
    }

    [Theory]
    [InlineData("owner: team", "oner: team", "5: unknown key `oner` | Did you mean `owner`?")]
    [InlineData("owner: team", "owner: ''", "5: `owner` is missing here")]
    [InlineData("    owner: team\n", "", "4: `owner` is missing here")]
    [InlineData("    reason: not reachable\n", "", "4: `reason` is missing here")]
    [InlineData("    expires: 2026-12-31\n", "", "4: `expires` is missing here")]
    [InlineData("2026-12-31", "never", "7: `never` is neither a date nor an instant")]
    [InlineData("2026-12-31", "2026-02-30", "7: `2026-02-30` is neither a date nor an instant")]
    [InlineData("2026-12-31", "2026-12-31T12:00:00", "7: `2026-12-31T12:00:00` is neither a date nor an instant")]
    [InlineData("expires: 2026-12-31", "expires: 2026-12-31\n    created: 2027-06-01", "7: it ends before it was created")]
    [InlineData("CVE-2026-1", "CVE-2026-*", "4: `CVE-2026-*` would be an exception for many findings")]
    [InlineData("expires", "kinds: [vulnerabilty]\n    expires", "7: there is no kind of finding `vulnerabilty` | Did you mean `vulnerability`?")]
    [InlineData("expires", "packages: lodash\n    expires", "7: `lodash` is not a package URL")]
    [InlineData("expires", "packages: { package: pkg:npm/x, versions: \"<<1\" }\n    expires", "7: `<<1` is not a range of versions")]
    [InlineData("expires", "packages: { package: pkg:npm/x@1, versions: \"<2\" }\n    expires", "7: `pkg:npm/x@1` has a version, and `versions` has others")]
    [InlineData("expires", "packages: { purl: pkg:npm/x }\n    expires", "7: `package` is missing here")]
    public void What_is_wrong_is_said_with_its_line(string from, string to, string said) =>
        Assert.Contains(PolicySample.ExceptionProblems(PolicySample.ExceptionsHead + Entry.Replace(from, to, StringComparison.Ordinal), "e.yaml"), p => p.StartsWith(said, StringComparison.Ordinal));

    [Fact]
    public void No_exceptions_are_fine()
    {
        Assert.Empty(PolicySample.Exceptions("apiVersion: pipelinekit/v1\nkind: GateExceptions\n", "e.yaml"));
        Assert.Empty(PolicySample.Exceptions(PolicySample.ExceptionsHead.Replace("exceptions:", "exceptions: []", StringComparison.Ordinal), "e.yaml"));
        Assert.Contains("`exceptions` is a list", Assert.Single(PolicySample.ExceptionProblems(PolicySample.ExceptionsHead + "  id: x\n", "e.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 1\n", "x.yaml")]
    [InlineData("- a\n", "x.yaml")]
    [InlineData("text", "ignore.txt")]
    [InlineData("", "exceptions.txt")]
    public void A_file_of_no_known_form_is_refused(string text, string name) =>
        Assert.Contains("this is no exceptions file that is known", Assert.Single(PolicySample.ExceptionProblems(text, name)), StringComparison.Ordinal);

    [Fact]
    public void A_policy_is_no_exceptions_file() =>
        Assert.Contains("2: this is a `GatePolicy`, and a `GateExceptions` is wanted here", PolicySample.ExceptionProblems(PolicySample.Head, "e.yaml")[0], StringComparison.Ordinal);

    private static GateException One(string entry) => Assert.Single(PolicySample.Exceptions(PolicySample.ExceptionsHead + entry, "e.yaml"));
}
