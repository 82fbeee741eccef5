using PipelineKit.Evidence;
using PipelineKit.Failures;

namespace PipelineKit.Policy;

/// <summary>The plain <c>.trivyignore</c>: an identifier per line, <c>exp:YYYY-MM-DD</c> after it, comments after <c>#</c>. It is for vulnerabilities, misconfigurations, secrets and licences alike.</summary>
internal static class TrivyIgnoreLines
{
    private const int MaximumBytes = 1 << 20;

    internal static IReadOnlyList<GateException> Read(ReadOnlyMemory<byte> content, string name, List<Failure> problems)
    {
        var text = ImportText.Decode(content.Span, MaximumBytes, name);
        var entries = new List<GateException>();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var comment = line.IndexOf('#');
            var words = (comment < 0 ? line : line[..comment]).ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0].Contains('*', StringComparison.Ordinal))
            {
                problems.Add(new Failure(
                    FailureCodes.BadPolicy, $"`{words[0]}` is not one identifier", "Write one line for each identifier.", new SourcePlace(name, number, line.IndexOf(words[0], StringComparison.Ordinal) + 1)));
            }
            else if (words.Length > 0)
            {
                var expires = Expiry(words, line, number, name, problems);
                var reason = comment < 0 ? "" : line[(comment + 1)..].Trim().ToString();
                entries.Add(new GateException { Id = words[0], Reason = reason, Expires = expires, File = name, Line = number, IsImported = true });
            }
        }

        return entries;
    }

    // A date that cannot be read must not become an exception without end.
    private static DateTimeOffset? Expiry(string[] words, ReadOnlySpan<char> line, int number, string name, List<Failure> problems)
    {
        DateTimeOffset? expires = null;
        foreach (var word in words.AsSpan(1))
        {
            var date = word.StartsWith("exp:", StringComparison.Ordinal) && word.Length == 14 ? PolicyText.Instant(word[4..], endOfDay: false) : null;
            if (date is null || expires is not null)
            {
                problems.Add(new Failure(
                    FailureCodes.BadPolicy, $"after `{words[0]}` comes `{word}`", "Write the end as in `exp:2027-01-31`, once, and a remark after `#`.",
                    new SourcePlace(name, number, line.IndexOf(word, StringComparison.Ordinal) + 1)));
            }

            expires ??= date;
        }

        return expires;
    }
}
