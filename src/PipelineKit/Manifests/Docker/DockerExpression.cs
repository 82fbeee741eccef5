namespace PipelineKit.Manifests.Docker;

/// <summary>A part of a word: literal text, or a variable.</summary>
/// <param name="Text">The literal's place, or for a variable the place of its default.</param>
/// <param name="Variable">The variable's name; null for a literal.</param>
/// <param name="Operator">What follows the name inside the braces: empty, <c>:-</c>, <c>-</c>, <c>:+</c>, <c>+</c>, or <c>?</c> for anything else.</param>
internal sealed record DockerPart(DockerWord Text, string? Variable = null, string Operator = "");

/// <summary>Takes a word apart into literals and variables: <c>$A</c>, <c>${A}</c>, <c>${A:-default}</c>.</summary>
internal static class DockerExpression
{
    /// <summary>The parts, or null when the word has escapes or quotes inside, which hide where its text stands.</summary>
    internal static List<DockerPart>? Parse(DockerWord word, char escape)
    {
        var inside = word.Unquoted(out var quote);
        return quote == '\'' ? [new DockerPart(inside)] : Parts(inside, escape);
    }

    /// <summary>The parts of text that is not quoted any more, such as a default inside braces.</summary>
    internal static List<DockerPart>? Parts(DockerWord word, char escape)
    {
        var text = word.Line.Text;
        if (text.AsSpan(word.Start, word.End - word.Start).ContainsAny(escape, '"', '\''))
        {
            return null;
        }

        var parts = new List<DockerPart>();
        for (var at = word.Start; at < word.End;)
        {
            var dollar = text.IndexOf('$', at, word.End - at);
            var literalEnd = dollar < 0 ? word.End : dollar;
            if (literalEnd > at)
            {
                parts.Add(new DockerPart(word with { Start = at, End = literalEnd }));
            }

            if (dollar < 0)
            {
                break;
            }

            var (part, next) = Variable(word, dollar + 1);
            parts.Add(part);
            at = next;
        }

        return parts;
    }

    private static (DockerPart Part, int Next) Variable(DockerWord word, int at)
    {
        var text = word.Line.Text;
        if (at < word.End && text[at] == '{')
        {
            var close = Closing(text, at, word.End);
            var nameEnd = NameEnd(text, at + 1, close);
            var (operation, skip) = text.AsSpan(nameEnd, close - nameEnd) switch
            {
                [] => ("", 0),
                [':', '-' or '+', ..] => (text.Substring(nameEnd, 2), 2),
                ['-' or '+', ..] => (text.Substring(nameEnd, 1), 1),
                _ => ("?", 0),
            };
            var unfinished = close == word.End || nameEnd == at + 1;
            return (new DockerPart(word with { Start = nameEnd + skip, End = close }, text[(at + 1)..nameEnd], unfinished ? "?" : operation), Math.Min(close + 1, word.End));
        }

        var end = NameEnd(text, at, word.End);
        return (new DockerPart(word with { Start = end, End = end }, text[at..end]), end);
    }

    private static int Closing(string text, int open, int end)
    {
        var depth = 0;
        for (var at = open; at < end; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return end;
    }

    private static int NameEnd(string text, int at, int end)
    {
        while (at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at;
    }
}
