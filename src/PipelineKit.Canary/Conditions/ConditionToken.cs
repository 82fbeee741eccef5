namespace PipelineKit.Canary;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A name or a word such as <c>and</c>.</summary>
    Name,

    /// <summary>A sign such as <c>&lt;=</c>.</summary>
    Sign,

    /// <summary>The end.</summary>
    End,
}

/// <summary>A piece of a condition.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">As written.</param>
/// <param name="Column">Where, from 1.</param>
/// <param name="Value">Of a number.</param>
internal sealed record ConditionToken(TokenKind Kind, string Text, int Column, double Value = 0)
{
    internal bool Is(string text) => Kind is TokenKind.Sign or TokenKind.Name && string.Equals(Text, text, StringComparison.Ordinal);
}
