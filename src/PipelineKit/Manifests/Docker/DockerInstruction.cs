namespace PipelineKit.Manifests.Docker;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Keyword">Upper-case: <c>FROM</c>, <c>RUN</c>; for <c>ONBUILD x</c> it is <c>x</c>.</param>
/// <param name="Line">Everything of the instruction, the keyword included.</param>
/// <param name="Words">Its words after the keyword, as written (quotes and escapes kept).</param>
internal sealed record DockerInstruction(string Keyword, LogicalLine Line, IReadOnlyList<DockerWord> Words);

/// <summary>A word of an instruction.</summary>
/// <param name="Line">The instruction's text.</param>
/// <param name="Start">Its first character there.</param>
/// <param name="End">After its last character.</param>
internal readonly record struct DockerWord(LogicalLine Line, int Start, int End)
{
    /// <summary>As written.</summary>
    internal string Text => Line.Text[Start..End];

    /// <summary>Its bytes; null when a line is continued inside of it.</summary>
    internal ByteSpan? Span => Line.Span(Start, End);

    /// <summary>The word without its first characters.</summary>
    internal DockerWord From(int skip) => this with { Start = Start + skip };

    /// <summary>What is inside the quotes when the whole word is quoted, and the quote; else the word itself and NUL.</summary>
    internal DockerWord Unquoted(out char quote)
    {
        var text = Line.Text;
        quote = End - Start >= 2 && text[Start] is '"' or '\'' && text[End - 1] == text[Start] ? text[Start] : '\0';
        return quote == '\0' ? this : this with { Start = Start + 1, End = End - 1 };
    }
}
