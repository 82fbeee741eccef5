namespace PipelineKit.Templating.Syntax;

/// <summary>Object literals.</summary>
internal sealed partial class TemplateParser
{
    private readonly NodeStack<(string Key, Expression Value)> _members = new();

    private ObjectExpression ParseObject()
    {
        var start = _current.Start;
        var mark = _members.Count;
        _newLinesHidden++;
        Expect(TokenKind.OpenBrace, "{");
        var isComplete = true;
        while (_current.Kind != TokenKind.CloseBrace && (isComplete = TryParseMember()) && _current.Kind == TokenKind.Comma)
        {
            Next();
        }

        if (isComplete && _current.Kind is not (TokenKind.CloseBrace or TokenKind.Comma))
        {
            isComplete = false;
            ReportMissingMember();
        }

        _newLinesHidden--;
        if (isComplete)
        {
            Expect(TokenKind.CloseBrace, "}");
        }

        return new ObjectExpression(SpanFrom(start), _members.PopTo(mark));
    }

    private void ReportMissingMember() =>
        Error(_current, $"Unexpected token `{Shown(_current)}` while parsing object initializer. Expecting a simple identifier for the member name.");

    private bool TryParseMember()
    {
        var first = _current;
        string? key = null;
        switch (first.Kind)
        {
            case TokenKind.Identifier when TextOf(first) is not ("null" or "true" or "false" or "this" or "do"):
                Next();
                key = _names.Get(TextOf(first));
                break;
            case TokenKind.String:
                key = ParseString(1, 1).Value.AsString;
                break;
            case TokenKind.Identifier:
                Next();
                Error(first, TextOf(first) switch
                {
                    "null" => "Invalid literal member `/` found for object initializer member name. Only literal string or identifier name are allowed",
                    "true" => "Invalid literal member `True/System.Boolean` found for object initializer member name. Only literal string or identifier name are allowed",
                    "false" => "Invalid literal member `False/System.Boolean` found for object initializer member name. Only literal string or identifier name are allowed",
                    var text => $"Unexpected member type `{text}` found for object initializer member name",
                });
                break;
            case TokenKind.InterpolatedString or TokenKind.BeginInterpolatedString:
                var literal = ParseInterpolatedString();
                Error(first, $"Unexpected member type `{SyntaxText.Of(literal)}/{SyntaxForm.InterpolatedString.Name}` found for object initializer member name");
                break;
            default:
                ReportMissingMember();
                break;
        }

        return key is not null && TryParseValue(key, first.Kind == TokenKind.Identifier);
    }

    private bool TryParseValue(string key, bool isName)
    {
        if (_current.Kind != TokenKind.Colon)
        {
            Error(_current, $"Unexpected token `{Shown(_current)}` Expecting a colon : after identifier `{(isName ? key : "")}` for object initializer member name");
            return false;
        }

        Next();
        if (!IsStartOfExpression())
        {
            Error(_current, $"Unexpected token `{Shown(_current)}`. Expecting an expression for the value of the member.");
            return false;
        }

        if (ParseExpression(new ExpressionScan(SyntaxForm.Object)) is not { } value)
        {
            return false;
        }

        _members.Push((key, value));
        return true;
    }
}
