namespace PipelineKit.Templating.Syntax;

/// <summary>Text to tree.</summary>
internal static class Parser
{
    /// <summary>One parser kept for each thread: its buffers are worth more than their memory.</summary>
    [ThreadStatic]
    private static TemplateParser? _spare;

    /// <summary>Parses any text; what is wrong with it is in the result.</summary>
    public static ParsedTemplate Parse(TemplateSource source, TemplateParseOptions options)
    {
        var parser = _spare ?? new TemplateParser();
        _spare = null;
        var parsed = parser.Parse(source, options);
        _spare = parser;
        return parsed;
    }
}
