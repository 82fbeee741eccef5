using System.Buffers;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>
/// Takes known secrets out of text before it leaves the program, in every form of <see cref="SecretForms"/>. A secret that arrives in
/// pieces (a part in one line, the rest in the next) is not recognised: whoever learns one masks it whole, and its lines are covered.
/// Thread-safe.
/// </summary>
internal sealed class SecretScrubber
{
    private const string Stars = "***";
    private readonly Lock _gate = new();
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private volatile Known? _known = Known.Of([]);

    /// <summary>Remembers a secret; false when it was known already, or is blank.</summary>
    internal bool Add(string secret)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            return false;
        }

        lock (_gate)
        {
            var isNew = _secrets.Add(secret);
            _known = isNew ? null : _known;
            return isNew;
        }
    }

    /// <summary>The text with every secret replaced by three stars; secrets that overlap are taken out together.</summary>
    internal string Scrub(string text)
    {
        var known = _known ?? Learn();
        var (from, to) = known.Find(text, 0);
        if (from < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var done = 0;
        while (from >= 0)
        {
            result.Append(text, done, from - done).Append(Stars);
            done = to;
            (from, to) = known.Find(text, done);
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    // Secrets come in bunches at the start; the search is prepared when the next text is written.
    private Known Learn()
    {
        lock (_gate)
        {
            return _known ??= Known.Of(_secrets);
        }
    }

    private sealed record Known(string[] LongestFirst, SearchValues<string> Values)
    {
        internal static Known Of(IEnumerable<string> secrets)
        {
            var forms = secrets.SelectMany(SecretForms.All).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length).ToArray();
            return new(forms, SearchValues.Create(forms, StringComparison.Ordinal));
        }

        internal (int From, int To) Find(string text, int start)
        {
            var from = IndexOf(text, start, text.Length);
            if (from < 0)
            {
                return (-1, -1);
            }

            var to = from;
            for (var at = from; at >= 0 && (at < to || at == from); at = IndexOf(text, at + 1, text.Length))
            {
                to = Math.Max(to, at + LengthAt(text, at));
            }

            return (from, to);
        }

        private int IndexOf(string text, int start, int end)
        {
            if (start >= end)
            {
                return -1;
            }

            var index = text.AsSpan(start, end - start).IndexOfAny(Values);
            return index < 0 ? -1 : start + index;
        }

        private int LengthAt(string text, int at) =>
            LongestFirst.First(form => text.AsSpan(at).StartsWith(form, StringComparison.Ordinal)).Length;
    }
}
