namespace PipelineKit.Manifests.Docker;

/// <summary>Splits an instruction at white space outside of quotes, as the builder's shell-like lexer does.</summary>
internal static class DockerWords
{
    internal static List<DockerWord> Split(LogicalLine line, int start, char escape)
    {
        var words = new List<DockerWord>();
        var text = line.Text;
        for (var at = start; at < text.Length;)
        {
            if (IsSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = EndOfWord(text, at, escape);
            words.Add(new DockerWord(line, at, end));
            at = end;
        }

        return words;
    }

    internal static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\v' or '\f';

    private static int EndOfWord(string text, int at, char escape)
    {
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == escape && quote != '\'')
            {
                at++;
            }
            else if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (IsSpace(c))
            {
                return at;
            }
        }

        return text.Length;
    }
}
