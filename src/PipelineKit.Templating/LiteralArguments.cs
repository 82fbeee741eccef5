using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

/// <summary>
/// Finds what a template hands to functions as literal text, without running it: <c>f "text"</c>, <c>f("text")</c> and <c>"text" | f</c>. Reads what it can of a
/// damaged template. A text that is part of a larger expression (<c>"a" + b | f</c>) is not what the function gets, and is left out; so are comments and escaped blocks.
/// </summary>
public static class LiteralArguments
{
    /// <summary>The literal arguments, in the order of the text.</summary>
    /// <param name="text">The template.</param>
    /// <param name="functions">The names of the functions; a member of that name (<c>x.f</c>) is another one.</param>
    public static IReadOnlyList<LiteralArgument> Find(string text, IReadOnlySet<string> functions)
    {
        var lexer = new Lexer();
        lexer.Start(text, TemplateParseOptions.Default);
        var tokens = new List<Token>();
        for (var token = lexer.Next(); token.Kind != TokenKind.Eof; token = lexer.Next())
        {
            tokens.Add(token);
        }

        var found = new List<LiteralArgument>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind is TokenKind.String or TokenKind.VerbatimString && (Called(text, tokens, i) ?? Piped(text, tokens, i)) is { } name && functions.Contains(name))
            {
                found.Add(new LiteralArgument(name, tokens[i].Start + 1, tokens[i].End - tokens[i].Start - 2));
            }
        }

        return found;
    }

    // f "text", f ("text"); nothing may be added to the text.
    private static string? Called(string text, List<Token> tokens, int at)
    {
        var (before, after) = Around(tokens, at);
        return KindAt(tokens, before) == TokenKind.Identifier && KindAt(tokens, before - 1) is not (TokenKind.Dot or TokenKind.QuestionDot) && !IsJoined(KindAt(tokens, after))
            ? Text(text, tokens[before])
            : null;
    }

    // "text" | f: the text begins the expression, else the pipe hands on something else.
    private static string? Piped(string text, List<Token> tokens, int at)
    {
        var (before, after) = Around(tokens, at);
        return Begins(text, tokens, before)
            && KindAt(tokens, after) is TokenKind.VerticalBar or TokenKind.PipeGreater
            && KindAt(tokens, after + 1) == TokenKind.Identifier
            && KindAt(tokens, after + 2) is not (TokenKind.Dot or TokenKind.QuestionDot)
                ? Text(text, tokens[after + 1])
                : null;
    }

    // The places of the tokens around a text and the parentheses that hold nothing else.
    private static (int Before, int After) Around(List<Token> tokens, int at)
    {
        var (before, after) = (at - 1, at + 1);
        while (KindAt(tokens, before) == TokenKind.OpenParen && KindAt(tokens, after) == TokenKind.CloseParen)
        {
            (before, after) = (before - 1, after + 1);
        }

        return (before, after);
    }

    private static bool Begins(string text, List<Token> tokens, int before) =>
        KindAt(tokens, before) switch
        {
            TokenKind.CodeEnter or TokenKind.NewLine or TokenKind.SemiColon or TokenKind.OpenParen or TokenKind.OpenBracket or TokenKind.Comma or TokenKind.Equal or TokenKind.Colon => true,
            TokenKind.Identifier => Text(text, tokens[before]) is "ret" or "if" or "else" or "case" or "when" or "capture" or "in",
            _ => false,
        };

    private static bool IsJoined(TokenKind after) => after is TokenKind.Plus or TokenKind.Asterisk or TokenKind.Dot or TokenKind.OpenBracket;

    private static TokenKind KindAt(List<Token> tokens, int at) => at >= 0 && at < tokens.Count ? tokens[at].Kind : TokenKind.Eof;

    private static string Text(string text, Token token) => text[token.Start..token.End];
}
