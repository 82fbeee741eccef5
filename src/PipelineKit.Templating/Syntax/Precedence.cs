namespace PipelineKit.Templating.Syntax;

/// <summary>Binary operators and how tightly they bind.</summary>
internal sealed record Precedence(BinaryOperator Operator, int Level)
{
    /// <summary>Of the operand of a prefix operator.</summary>
    public const int Unary = 200;

    /// <summary>Of the operand of <c>++</c> and <c>--</c>.</summary>
    public const int Increment = 210;

    private static readonly Precedence?[] ByToken = Table();

    /// <summary>The binary operator that a token is; null of any other.</summary>
    public static Precedence? OfBinary(TokenKind kind) => ByToken[(int)kind];

    /// <summary>The operator in <c>x += e</c>; null for <c>=</c>.</summary>
    public static BinaryOperator? OfCompound(TokenKind kind) => kind switch
    {
        TokenKind.PlusEqual => BinaryOperator.Add,
        TokenKind.MinusEqual => BinaryOperator.Subtract,
        TokenKind.AsteriskEqual => BinaryOperator.Multiply,
        TokenKind.DivideEqual => BinaryOperator.Divide,
        TokenKind.DoubleDivideEqual => BinaryOperator.DivideRound,
        TokenKind.PercentEqual => BinaryOperator.Modulus,
        _ => null,
    };

    private static Precedence?[] Table()
    {
        var table = new Precedence?[(int)TokenKind.Eof + 1];
        table[(int)TokenKind.DoubleDot] = new(BinaryOperator.RangeInclude, 130);
        table[(int)TokenKind.DoubleDotLess] = new(BinaryOperator.RangeExclude, 130);
        table[(int)TokenKind.Asterisk] = new(BinaryOperator.Multiply, 110);
        table[(int)TokenKind.Divide] = new(BinaryOperator.Divide, 110);
        table[(int)TokenKind.DoubleDivide] = new(BinaryOperator.DivideRound, 110);
        table[(int)TokenKind.Percent] = new(BinaryOperator.Modulus, 110);
        table[(int)TokenKind.DoubleLessThan] = new(BinaryOperator.ShiftLeft, 110);
        table[(int)TokenKind.DoubleGreaterThan] = new(BinaryOperator.ShiftRight, 110);
        table[(int)TokenKind.Plus] = new(BinaryOperator.Add, 100);
        table[(int)TokenKind.Minus] = new(BinaryOperator.Subtract, 100);
        table[(int)TokenKind.Less] = new(BinaryOperator.Less, 80);
        table[(int)TokenKind.LessEqual] = new(BinaryOperator.LessOrEqual, 80);
        table[(int)TokenKind.Greater] = new(BinaryOperator.Greater, 80);
        table[(int)TokenKind.GreaterEqual] = new(BinaryOperator.GreaterOrEqual, 80);
        table[(int)TokenKind.DoubleEqual] = new(BinaryOperator.Equal, 70);
        table[(int)TokenKind.ExclamationEqual] = new(BinaryOperator.NotEqual, 70);
        table[(int)TokenKind.DoubleAmp] = new(BinaryOperator.And, 40);
        table[(int)TokenKind.DoubleVerticalBar] = new(BinaryOperator.Or, 30);
        table[(int)TokenKind.DoubleQuestion] = new(BinaryOperator.EmptyCoalescing, 20);
        table[(int)TokenKind.QuestionExclamation] = new(BinaryOperator.NotEmptyCoalescing, 20);
        return table;
    }
}
