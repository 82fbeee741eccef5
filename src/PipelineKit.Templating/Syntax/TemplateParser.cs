namespace PipelineKit.Templating.Syntax;

/// <summary>
/// The parser: one pass, recursive descent. Never throws for what is in a text; the depth of its recursion, and of the tree, is bounded by
/// <see cref="TemplateParseOptions.ExpressionDepthLimit"/>.
/// </summary>
internal sealed partial class TemplateParser
{
    private readonly Lexer _lexer = new();
    private readonly NamePool _names = new();
    private TemplateSource _source = new("", "");
    private TemplateParseOptions _options = TemplateParseOptions.Default;
    private TemplateMode _mode;
    private bool _inCode;
    private bool _inFrontMatter;

    public ParsedTemplate Parse(TemplateSource source, TemplateParseOptions options)
    {
        _source = source;
        _options = options;
        _mode = options.Mode;
        _inCode = _mode != TemplateMode.Default;
        _inFrontMatter = false;
        StartTokens();
        StartBlocks();
        _errors = null;

        Block? frontMatter = null;
        Block? body = null;
        if (_mode is not (TemplateMode.FrontMatterOnly or TemplateMode.FrontMatterAndContent) || TryParseFrontMatter(out frontMatter))
        {
            body = options.Mode == TemplateMode.FrontMatterOnly ? null : ParseBlock(SyntaxForm.Page);
            ReportLexerErrors(options.Mode);
        }

        if (body is null || _errors is not null)
        {
            body = new Block(new SourceSpan(0, 0), []);
        }
        else if (frontMatter is not null)
        {
            body = WithoutLeadingBlanks(body);
        }

        var parsed = new ParsedTemplate(source, _errors is null ? frontMatter : null, body, _errors ?? []);
        Clear();
        return parsed;
    }

    private bool TryParseFrontMatter(out Block? frontMatter)
    {
        frontMatter = null;
        if (_current.Kind != TokenKind.FrontMatterMarker)
        {
            Error(_current, $"When `{_mode}` is enabled, expecting a `{_options.FrontMatterMarker}` at the beginning of the text instead of `{TextOf(_current)}`");
            return false;
        }

        _inFrontMatter = true;
        Next();
        frontMatter = ParseBlock(SyntaxForm.FrontMatter);
        if (_inFrontMatter)
        {
            Error(_current, $"End of frontmatter `{_options.FrontMatterMarker}` not found");
        }

        return true;
    }

    private void ReportLexerErrors(TemplateMode mode)
    {
        foreach (var (offset, message) in _lexer.Errors)
        {
            if (mode != TemplateMode.FrontMatterOnly)
            {
                Add(_source.PlaceOf(offset), message);
            }
        }
    }

    /// <summary>The white space between front matter and the text belongs to the front matter.</summary>
    private Block WithoutLeadingBlanks(Block body)
    {
        if (body.Statements is not [TextStatement text, ..])
        {
            return body;
        }

        var start = text.Span.End - _source.Slice(text.Span).TrimStart().Length;
        body.Statements[0] = Text(new SourceSpan(start, text.Span.End));
        return body;
    }

    /// <summary>Lets go of the template, so that a parser kept for later keeps nothing alive.</summary>
    private void Clear()
    {
        _source = new TemplateSource("", "");
        _lexer.Start("", TemplateParseOptions.Default);
        _utf8 = null;
        _errors = null;
        _otherwise = null;
        _asStatement = null;
        _marked = null;
        _markedNode = null;
        _explicitCall = null;
        _queue.Clear();
        _statements.DropTo(0);
        _expressions.DropTo(0);
        _arguments.DropTo(0);
        _members.DropTo(0);
        _clauses.Clear();
    }
}
