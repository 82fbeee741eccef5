using System.Collections.Immutable;
using System.Text;

namespace PipelineKit.Oci;

/// <summary>
/// Parses WWW-Authenticate headers: several challenges in one header or in many, quoted strings with commas and escapes, names in any case.
/// Never throws: what is malformed ends the challenge it is in, and what came before it stands.
/// </summary>
public static class ChallengeParser
{
    private const int MaximumLength = 16 * 1024;
    private const int MaximumChallenges = 16;

    /// <summary>All challenges in order.</summary>
    /// <param name="headers">The values of all WWW-Authenticate headers; of each at most 16 KiB are read.</param>
    public static IReadOnlyList<Challenge> Parse(IEnumerable<string> headers)
    {
        var challenges = new List<Challenge>();
        foreach (var header in headers.Take(MaximumChallenges))
        {
            new Reader(header.Length > MaximumLength ? header[..MaximumLength] : header).ReadInto(challenges);
        }

        return challenges.Count > MaximumChallenges ? challenges[..MaximumChallenges] : challenges;
    }

    private sealed class Reader(string text)
    {
        private int _at;

        private bool IsAtEnd => _at >= text.Length;

        public void ReadInto(List<Challenge> challenges)
        {
            string? scheme = null;
            var parameters = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
            while (SkipSeparators() && Token() is { Length: > 0 } name)
            {
                // `name =` is a parameter of the challenge we are in; a bare word begins the next challenge.
                var afterName = _at;
                SkipSpace();
                if (scheme is not null && !IsAtEnd && text[_at] == '=' && !IsToken68Padding())
                {
                    _at++;
                    SkipSpace();
                    parameters.TryAdd(name, Value());
                    continue;
                }

                Finish(challenges, scheme, parameters);
                scheme = name;
                _at = afterName;
                SkipToken68();
            }

            Finish(challenges, scheme, parameters);
        }

        private static void Finish(List<Challenge> challenges, string? scheme, ImmutableDictionary<string, string>.Builder parameters)
        {
            if (scheme is not null)
            {
                challenges.Add(new Challenge(scheme, parameters.ToImmutable()));
            }

            parameters.Clear();
        }

        private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

        private bool SkipSeparators()
        {
            while (!IsAtEnd && text[_at] is ' ' or '\t' or ',')
            {
                _at++;
            }

            return !IsAtEnd;
        }

        private void SkipSpace()
        {
            while (!IsAtEnd && text[_at] is ' ' or '\t')
            {
                _at++;
            }
        }

        private string Token()
        {
            var start = _at;
            while (!IsAtEnd && IsTokenCharacter(text[_at]))
            {
                _at++;
            }

            return text[start.._at];
        }

        // `Negotiate YWJj==`: credentials-like data after the scheme, not a list of parameters.
        private void SkipToken68()
        {
            var start = _at;
            SkipSpace();
            var data = _at;
            while (!IsAtEnd && (IsTokenCharacter(text[_at]) || text[_at] is '/' or '='))
            {
                _at++;
            }

            var isData = _at > data && (IsAtEnd || text[_at] == ',') && text.AsSpan(data, _at - data).TrimEnd('=').IndexOf('=') < 0;
            _at = isData ? _at : start;
        }

        private bool IsToken68Padding() => _at + 1 < text.Length && text[_at + 1] == '=';

        private string Value()
        {
            if (IsAtEnd || text[_at] != '"')
            {
                var start = _at;
                while (!IsAtEnd && text[_at] is not (',' or ' ' or '\t' or '"'))
                {
                    _at++;
                }

                return text[start.._at];
            }

            var value = new StringBuilder();
            for (_at++; !IsAtEnd && text[_at] != '"'; _at++)
            {
                if (text[_at] == '\\' && _at + 1 < text.Length)
                {
                    _at++;
                }

                value.Append(text[_at]);
            }

            _at++;
            return value.ToString();
        }
    }
}
