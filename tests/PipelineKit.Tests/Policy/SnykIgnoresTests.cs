using Xunit;

namespace PipelineKit.Tests.Policy;

public sealed class SnykIgnoresTests
{
    [Fact]
    public void Entries_for_every_path_are_read()
    {
        var entries = PolicySample.Exceptions(
            """
            # Snyk (https://snyk.io) policy file
            version: v1.25.0
            ignore:
              SNYK-JS-LODASH-567746:
                - '*':
                    reason: not reachable
                    expires: 2026-12-31T00:00:00.000Z
                    created: 2026-06-01T10:11:12.123Z
                    ignoredBy: { name: A, email: a@example.com }
              'npm:ms:20151024':
                - '*':
            patch: {}
            """, ".snyk");

        Assert.Equal([("SNYK-JS-LODASH-567746", 5), ("npm:ms:20151024", 11)], entries.Select(e => (e.Id, e.Line)));
        Assert.Equal(
            ("not reachable", "a@example.com", new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 6, 1, 10, 11, 12, 123, TimeSpan.Zero), true),
            (entries[0].Reason, entries[0].Owner, entries[0].Expires, entries[0].Created, entries[0].IsImported));
        Assert.Equal(("", null), (entries[1].Reason, entries[1].Expires));
    }

    [Theory]
    [InlineData("    - 'a > b': { reason: x }", "4: the dependency path `a > b` cannot be said here")]
    [InlineData("    - '*': { expires: later }", "4: `later` is neither a date")]
    [InlineData("    - '*': text", "4: keys and values are expected here")]
    [InlineData("    - text", "4: an entry of `SNYK-1` is a path")]
    [InlineData("    reason: x", "4: `SNYK-1` has a list of paths")]
    public void What_cannot_be_said_as_narrowly_is_never_said_more_broadly(string entry, string said) =>
        Assert.Contains(PolicySample.ExceptionProblems($"version: v1.25.0\nignore:\n  SNYK-1:\n{entry}\n", "x.yaml"), p => p.StartsWith(said, StringComparison.Ordinal));

    [Fact]
    public void An_entry_never_excuses_everything() =>
        Assert.StartsWith("4: `*` is not one identifier", PolicySample.ExceptionProblems("version: v1.25.0\nignore:\n  '*':\n    - '*':\n        reason: x\n", ".snyk")[0], StringComparison.Ordinal);

    [Fact]
    public void A_file_without_ignores_has_no_entries() => Assert.Empty(PolicySample.Exceptions("version: v1.25.0\nignore: {}\npatch: {}\n", ".snyk"));
}
