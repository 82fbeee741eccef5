namespace PipelineKit.Templating.Syntax;

/// <summary>A half-open range of UTF-16 characters of a template.</summary>
internal readonly record struct SourceSpan(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>The text of a template and its lines.</summary>
internal sealed class TemplateSource(string name, string text)
{
    private int[]? _lineStarts;

    public string Name { get; } = name;

    public string Text { get; } = text;

    public ReadOnlySpan<char> Slice(SourceSpan span) => Text.AsSpan(span.Start, span.Length);

    /// <summary>The line and column of a character; the end of the text has a place too.</summary>
    public TemplatePlace PlaceOf(int offset)
    {
        _lineStarts ??= LineStarts(Text);
        var index = Array.BinarySearch(_lineStarts, offset);
        var line = index >= 0 ? index : ~index - 1;
        return new TemplatePlace(Name, line + 1, offset - _lineStarts[line] + 1);
    }

    /// <summary>A line ends with a line feed, a carriage return, or both.</summary>
    private static int[] LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = text.AsSpan().IndexOfAny('\r', '\n'); i >= 0;)
        {
            i += text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 2 : 1;
            starts.Add(i);
            var next = text.AsSpan(i).IndexOfAny('\r', '\n');
            i = next < 0 ? -1 : i + next;
        }

        return [.. starts];
    }
}
