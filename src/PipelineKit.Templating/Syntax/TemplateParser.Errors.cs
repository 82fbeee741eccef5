namespace PipelineKit.Templating.Syntax;

/// <summary>What is said about a text that does not parse.</summary>
internal sealed partial class TemplateParser
{
    private const int MaxErrors = 1000;

    private List<TemplateDiagnostic>? _errors;

    private bool IsManifest => _options.Profile == TemplateProfile.Manifest;

    private void ErrorIn(SyntaxForm form, Token token, string message, string? remedy = null) => Error(token, $"Error while parsing {form.Name}: {message} in: {form.Example}", remedy);

    private void ErrorIn(SyntaxForm form, int offset, string message, string? remedy = null) => Error(offset, $"Error while parsing {form.Name}: {message} in: {form.Example}", remedy);

    /// <summary>An error at a token. The end of the text has no line and column in this language; manifests get the place where the text ends.</summary>
    private void Error(Token token, string message, string? remedy = null)
    {
        if (token.Kind == TokenKind.Eof && !IsManifest)
        {
            Add(new TemplatePlace(_source.Name, 0, 0), message, remedy);
        }
        else if (IsManifest && NameBehindDot(token) is { Length: > 0 } name)
        {
            Error(token.Start, $"`.{name}` begins with a dot, which names do not", $"Write `{WithoutHelmRoot(name)}`.");
        }
        else
        {
            Error(token.Start, message, remedy);
        }
    }

    private void Error(int offset, string message, string? remedy = null)
    {
        if (!_isTooDeep)
        {
            Add(_source.PlaceOf(offset), message, remedy);
        }
    }

    private void Add(TemplatePlace place, string message, string? remedy = null)
    {
        _errors ??= [];

        // What is said about a place for the second time follows from the first.
        if (IsManifest && _errors.Count > 0 && _errors[^1].Place == place)
        {
            return;
        }

        if (!_isTooDeep && _errors.Count < MaxErrors)
        {
            _errors.Add(new TemplateDiagnostic(TemplateErrorKind.Syntax, place, message) { Remedy = IsManifest ? remedy : null });
        }
    }

    /// <summary>The path that a dot begins, as people who know Helm write it; empty for any other token.</summary>
    private string NameBehindDot(Token token)
    {
        const int Longest = 100;
        var text = _source.Text;
        if (token.Kind != TokenKind.Dot || token.End >= text.Length || !(char.IsLetter(text[token.End]) || text[token.End] == '_'))
        {
            return "";
        }

        var end = token.End;
        while (end < text.Length && end - token.End < Longest && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.'))
        {
            end++;
        }

        return text[token.End..end].TrimEnd('.');
    }

    /// <summary>What Helm has below <c>.Values</c> is the top level here.</summary>
    private static string WithoutHelmRoot(string name) =>
        name.StartsWith("Values.", StringComparison.Ordinal) ? name["Values.".Length..]
        : name == "Values" ? "values"
        : name;
}
