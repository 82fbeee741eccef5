namespace PipelineKit.Canary;

/// <summary>Reads the tokens of a condition by the precedences of expr-lang, the language of Argo Rollouts' conditions.</summary>
internal sealed class ConditionParser(List<ConditionToken> tokens)
{
    private const int DeepestNesting = 32;
    private const int Not = 50;
    private const int Minus = 90;

    private int _at;
    private int _depth;
    private int _closures;

    private ConditionToken Now => tokens[_at];

    internal ConditionNode Read()
    {
        var node = Expression();
        return Now.Kind == TokenKind.End ? node : throw Unexpected();
    }

    private ConditionNode Expression()
    {
        if (++_depth > DeepestNesting)
        {
            throw new ConditionException($"parts are nested deeper than {DeepestNesting} levels", Now.Column);
        }

        var node = Binary(0);
        if (Now.Is("?"))
        {
            var column = Take().Column;
            var then = Expression();
            Expect(":");
            node = new ChoiceNode(node, then, Expression(), column);
        }

        _depth--;
        return node;
    }

    private ConditionNode Binary(int least)
    {
        var left = Unary();
        for (var (sign, strength) = Operator(); strength >= least && strength > 0; (sign, strength) = Operator())
        {
            var column = Take().Column;
            if (sign == "not in")
            {
                Expect("in");
            }

            // Powers bind to the right.
            left = new BinaryNode(sign, left, Binary(sign == "**" ? strength : strength + 1), column);
        }

        return left;
    }

    private (string Sign, int Strength) Operator() => Now.Kind is not (TokenKind.Sign or TokenKind.Name) ? ("", 0) : Now.Text switch
    {
        "||" or "or" => ("||", 10),
        "&&" or "and" => ("&&", 15),
        "==" or "!=" or "<" or "<=" or ">" or ">=" or "in" => (Now.Text, 20),
        "not" when tokens[_at + 1].Is("in") => ("not in", 20),
        ".." => ("..", 25),
        "+" or "-" => (Now.Text, 30),
        "*" or "/" or "%" => (Now.Text, 60),
        "**" or "^" => ("**", 100),
        "??" => ("??", 500),
        _ => ("", 0),
    };

    private ConditionNode Unary()
    {
        if (!(Now.Is("!") || Now.Is("not") || Now.Is("-") || Now.Is("+")))
        {
            return Postfix(Primary());
        }

        if (++_depth > DeepestNesting)
        {
            throw new ConditionException($"parts are nested deeper than {DeepestNesting} levels", Now.Column);
        }

        var sign = Take();
        var node = new UnaryNode(sign.Text is "not" ? "!" : sign.Text, Binary(sign.Text is "!" or "not" ? Not : Minus), sign.Column);
        _depth--;
        return node;
    }

    private ConditionNode Postfix(ConditionNode node)
    {
        while (Now.Is("["))
        {
            var column = Take().Column;
            node = new IndexNode(node, Expression(), column);
            Expect("]");
        }

        return node;
    }

    private ConditionNode Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new ConstantNode(token.Value, token.Column);
            case TokenKind.Name:
                return Named(token);
            case TokenKind.Sign when token.Text == "(":
                var inner = Expression();
                Expect(")");
                return inner;
            case TokenKind.Sign when token.Text == "[":
                return new ListNode(Values("]"), token.Column);
            case TokenKind.Sign when token.Text == "#":
                return _closures > 0 ? new ItemNode(token.Column) : throw new ConditionException("`#` stands for an item inside of `{ }` only", token.Column);
            default:
                _at--;
                throw Unexpected();
        }
    }

    private ConditionNode Named(ConditionToken name)
    {
        switch (name.Text)
        {
            case "true" or "false":
                return new ConstantNode(name.Text == "true", name.Column);
            case "nil" or "null":
                return new ConstantNode(null, name.Column);
            case "result":
                return new ResultNode(name.Column);
        }

        if (!ConditionFunctions.Names.Contains(name.Text, StringComparer.Ordinal))
        {
            throw new ConditionException($"`{name.Text}` is not known here; there are `result`, true, false, nil and the functions {string.Join(", ", ConditionFunctions.Names)}", name.Column);
        }

        Expect("(");
        return Call(name);
    }

    private ConditionNode Call(ConditionToken name)
    {
        var (least, most) = ConditionFunctions.Count(name.Text);
        if (!ConditionFunctions.TakesClosure(name.Text))
        {
            var values = Values(")");
            return values.Count >= least && (most < 0 || values.Count <= most) ? new CallNode(name.Text, values, name.Column)
                : throw new ConditionException($"`{name.Text}` takes {(most < 0 ? "one value or more" : most == 1 ? "one value" : $"{most} values")}, not {values.Count}", name.Column);
        }

        var over = Expression();
        if (least == 1 && Now.Is(")"))
        {
            Take();
            return new ClosureNode(name.Text, over, null, name.Column);
        }

        Expect(",");
        var isBraced = Now.Is("{");
        if (isBraced)
        {
            Take();
        }

        _closures++;
        var closure = Expression();
        _closures--;
        if (isBraced)
        {
            Expect("}");
        }

        Expect(")");
        return new ClosureNode(name.Text, over, closure, name.Column);
    }

    private List<ConditionNode> Values(string end)
    {
        var values = new List<ConditionNode>();
        while (!Now.Is(end))
        {
            if (values.Count > 0)
            {
                Expect(",");
            }

            values.Add(Expression());
        }

        Take();
        return values;
    }

    private ConditionToken Take() => Now.Kind == TokenKind.End ? throw Unexpected() : tokens[_at++];

    private void Expect(string sign)
    {
        if (!Now.Is(sign))
        {
            throw new ConditionException(Now.Kind == TokenKind.End ? $"`{sign}` is missing at the end" : $"`{sign}` is expected here, not `{Now.Text}`", Now.Column);
        }

        _at++;
    }

    private ConditionException Unexpected() => new(Now.Kind == TokenKind.End ? "it ends too early" : $"`{Now.Text}` is not expected here", Now.Column);
}
