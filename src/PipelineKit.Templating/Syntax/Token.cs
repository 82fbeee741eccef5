namespace PipelineKit.Templating.Syntax;

/// <summary>Kinds of tokens. The names of those of code are part of error messages, so they stay as the language's engine has them.</summary>
internal enum TokenKind : byte
{
    Invalid,
    FrontMatterMarker,
    CodeEnter,
    CodeExit,
    Raw,
    Escape,
    EscapeEnter,
    EscapeExit,
    NewLine,
    IdentifierSpecial,
    Identifier,
    Integer,
    HexaInteger,
    BinaryInteger,
    Float,
    String,
    InterpolatedString,
    BeginInterpolatedString,
    ContinuationInterpolatedString,
    EndingInterpolatedString,
    VerbatimString,
    SemiColon,
    Arroba,
    Caret,
    DoubleCaret,
    Colon,
    Equal,
    VerticalBar,
    PipeGreater,
    Exclamation,
    DoubleAmp,
    DoubleVerticalBar,
    Amp,
    Question,
    DoubleQuestion,
    QuestionDot,
    QuestionExclamation,
    DoubleEqual,
    ExclamationEqual,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    Divide,
    DivideEqual,
    DoubleDivide,
    DoubleDivideEqual,
    Asterisk,
    AsteriskEqual,
    Plus,
    PlusEqual,
    DoublePlus,
    Minus,
    MinusEqual,
    DoubleMinus,
    Percent,
    PercentEqual,
    DoubleLessThan,
    DoubleGreaterThan,
    Comma,
    Dot,
    DoubleDot,
    TripleDot,
    DoubleDotLess,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenInterpolatedBrace,
    CloseInterpolatedBrace,
    Eof,
}

/// <summary>A piece of a template.</summary>
/// <param name="kind">What it is.</param>
/// <param name="start">Its first character.</param>
/// <param name="end">Behind its last character.</param>
internal readonly struct Token(TokenKind kind, int start, int end)
{
    public TokenKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int End { get; } = end;

    public SourceSpan Span => new(Start, End);
}
