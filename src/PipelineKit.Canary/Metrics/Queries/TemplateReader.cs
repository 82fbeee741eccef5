using System.Buffers;

namespace PipelineKit.Canary;

/// <summary>A piece of a template: text, or a place to fill in.</summary>
/// <param name="Literal">The text.</param>
/// <param name="Name">The name of a place; empty for text.</param>
/// <param name="Position">Where the name begins.</param>
/// <param name="Quote">Between which quotes it stands, a back-tick for those in which nothing is escaped; NUL for none.</param>
/// <param name="IsRegex">Whether those quotes follow <c>=~</c> or <c>!~</c>, in KQL <c>matches regex</c>.</param>
internal sealed record TemplatePart(string Literal, string Name, int Position, char Quote, bool IsRegex);

/// <summary>Splits a template, following the strings and comments of PromQL or KQL.</summary>
internal sealed class TemplateReader(string text, bool isKusto)
{
    internal static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");

    private readonly List<TemplatePart> _parts = [];
    private int _literal;
    private char _quote;
    private string _end = "";
    private bool _isRegex;
    private bool _isComment;

    public List<TemplatePart> Read()
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{' && at + 1 < text.Length && text[at + 1] == '{')
            {
                at = Place(at);
            }
            else
            {
                at = isKusto ? FollowKusto(at) : Follow(at);
            }
        }

        AddLiteral(text.Length);
        return _parts;
    }

    private int Place(int at)
    {
        if (_isComment)
        {
            throw new QueryTextException(text, at, "A place to fill in does nothing in a comment");
        }

        // `name{{{ scope.matcher }}}`: the first brace is PromQL's.
        var open = at + 2 < text.Length && text[at + 2] == '{' ? at + 1 : at;
        var close = text.IndexOf("}}", open + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            throw new QueryTextException(text, open, "`{{` is not closed by `}}`");
        }

        AddLiteral(open);
        var inner = text.AsSpan(open + 2, close - open - 2);
        var position = open + 2 + (inner.Length - inner.TrimStart().Length);
        _parts.Add(new TemplatePart("", inner.Trim().ToString() is { Length: > 0 } name ? name : throw new QueryTextException(text, open, "Nothing stands between `{{` and `}}`"), position, _quote, _isRegex));
        _literal = close + 2;
        return close + 1;
    }

    private int Follow(int at)
    {
        var c = text[at];
        if (_isComment)
        {
            _isComment = c != '\n';
        }
        else if (_quote != '\0')
        {
            at += c == '\\' && _quote != '`' ? 1 : 0;
            _quote = c == _quote ? '\0' : _quote;
        }
        else if (c is '"' or '\'' or '`')
        {
            _quote = c;
            _isRegex = text.AsSpan(0, at).TrimEnd() is [.., '=' or '!', '~'];
        }
        else
        {
            _isComment = c == '#';
        }

        return at;
    }

    // Strings are "..." and '...' with escapes, @"..." and @'...' in which a doubled quote is one, and ```...``` or ~~~...~~~ over several lines.
    private int FollowKusto(int at)
    {
        var rest = text.AsSpan(at);
        if (_isComment)
        {
            _isComment = rest[0] != '\n';
        }
        else if (_quote != '\0')
        {
            var isPlain = _quote != '`';
            if (isPlain && rest[0] == '\\')
            {
                return at + 1;
            }

            if (rest.StartsWith(_end, StringComparison.Ordinal))
            {
                var isDoubled = !isPlain && _end.Length == 1 && rest.Length > 1 && rest[1] == rest[0];
                _quote = isDoubled ? _quote : '\0';
                return at + (isDoubled ? 1 : _end.Length - 1);
            }
        }
        else if (rest[0] is '"' or '\'')
        {
            var isRaw = at > 0 && text[at - 1] == '@';
            (_quote, _end) = (isRaw ? '`' : rest[0], rest[..1].ToString());
            _isRegex = text.AsSpan(0, at).TrimEnd().EndsWith("regex", StringComparison.OrdinalIgnoreCase);
        }
        else if (rest.StartsWith("```", StringComparison.Ordinal) || rest.StartsWith("~~~", StringComparison.Ordinal))
        {
            (_quote, _end) = ('`', rest[..3].ToString());
            return at + 2;
        }
        else
        {
            _isComment = rest.StartsWith("//", StringComparison.Ordinal);
        }

        return at;
    }

    private void AddLiteral(int end)
    {
        if (end > _literal)
        {
            _parts.Add(new TemplatePart(text[_literal..end], "", _literal, '\0', IsRegex: false));
        }
    }
}
