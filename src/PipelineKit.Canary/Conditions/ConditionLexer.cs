using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>Cuts a condition into tokens.</summary>
internal static class ConditionLexer
{
    // Longer ones first.
    private static readonly string[] Signs = ["&&", "||", "==", "!=", "<=", ">=", "**", "..", "??", "<", ">", "!", "+", "-", "*", "/", "%", "^", "(", ")", "[", "]", "{", "}", ",", "?", ":", "#"];

    internal static List<ConditionToken> Tokens(string text)
    {
        var tokens = new List<ConditionToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])) ? Number(text, at)
                : char.IsAsciiLetter(text[at]) || text[at] == '_' ? new ConditionToken(TokenKind.Name, text[at..EndOf(text, at, c => char.IsAsciiLetterOrDigit(c) || c == '_')], at + 1)
                : Sign(text, at);
            tokens.Add(token);
            at += token.Text.Length;
        }

        tokens.Add(new ConditionToken(TokenKind.End, "", text.Length + 1));
        return tokens;
    }

    private static ConditionToken Number(string text, int at)
    {
        var end = EndOf(text, at, c => char.IsAsciiDigit(c) || c == '_');

        // `1..5` is a range.
        if (end < text.Length && text[end] == '.' && !(end + 1 < text.Length && text[end + 1] == '.'))
        {
            end = EndOf(text, end + 1, c => char.IsAsciiDigit(c) || c == '_');
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var sign = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 2 : 1;
            end = EndOf(text, Math.Min(end + sign, text.Length), char.IsAsciiDigit);
        }

        var written = text[at..end];
        return double.TryParse(written.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? new ConditionToken(TokenKind.Number, written, at + 1, value)
            : throw new ConditionException($"`{written}` is no number", at + 1);
    }

    private static ConditionToken Sign(string text, int at) =>
        Array.Find(Signs, sign => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0) is { } found
            ? new ConditionToken(TokenKind.Sign, found, at + 1)
            : throw new ConditionException(text[at] is '"' or '\'' or '`' ? "texts are not known in conditions, only numbers" : $"`{text[at]}` means nothing here", at + 1);

    private static int EndOf(string text, int at, Func<char, bool> goesOn)
    {
        while (at < text.Length && goesOn(text[at]))
        {
            at++;
        }

        return at;
    }
}
