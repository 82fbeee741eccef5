namespace PipelineKit.Canary;

/// <summary>What a condition is evaluated on: the measurement, and the item that <c>#</c> stands for.</summary>
/// <param name="result">What was measured.</param>
internal sealed class ConditionScope(double[] result)
{
    // So many parts of conditions are evaluated for one measurement, whatever is nested in whatever.
    private const int MostSteps = 1_000_000;

    private int _steps;

    internal double[] Result => result;

    internal object? Item { get; set; }

    internal void Step(int column)
    {
        if (++_steps > MostSteps)
        {
            throw new ConditionException($"more than {MostSteps} steps are needed for one measurement", column);
        }
    }
}

/// <summary>A part of a condition. Values are numbers, truths, lists of values, and null.</summary>
/// <param name="Column">Where, from 1.</param>
internal abstract record ConditionNode(int Column)
{
    internal object? Value(ConditionScope scope)
    {
        scope.Step(Column);
        return Evaluate(scope);
    }

    internal double Number(ConditionScope scope) => ConditionValues.Number(Value(scope), Column);

    internal bool Truth(ConditionScope scope) => ConditionValues.Truth(Value(scope), Column);

    internal object?[] List(ConditionScope scope) => ConditionValues.List(Value(scope), Column);

    private protected abstract object? Evaluate(ConditionScope scope);
}

/// <summary>A number, a truth, or null.</summary>
internal sealed record ConstantNode(object? Constant, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => Constant;
}

/// <summary><c>result</c>.</summary>
internal sealed record ResultNode(int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => scope.Result;
}

/// <summary><c>#</c>.</summary>
internal sealed record ItemNode(int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => scope.Item;
}

/// <summary><c>[1, 2]</c>.</summary>
internal sealed record ListNode(IReadOnlyList<ConditionNode> Items, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => Items.Select(i => i.Value(scope)).ToArray();
}

/// <summary><c>a[i]</c>; from the end where the index is negative.</summary>
internal sealed record IndexNode(ConditionNode Of, ConditionNode At, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope)
    {
        var (list, at) = (Of.List(scope), At.Number(scope));
        var index = at < 0 ? at + list.Length : at;
        return index >= 0 && index < list.Length && index == Math.Floor(index) ? list[(int)index]
            : throw new ConditionException(list.Length == 0 ? "the measurement is empty" : $"there is no item {at} in a list of {list.Length}", Column);
    }
}

/// <summary><c>!a</c>, <c>-a</c>.</summary>
internal sealed record UnaryNode(string Sign, ConditionNode Of, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => Sign switch
    {
        "-" => -Of.Number(scope),
        "+" => Of.Number(scope),
        _ => !Of.Truth(scope),
    };
}

/// <summary><c>a ? b : c</c>.</summary>
internal sealed record ChoiceNode(ConditionNode If, ConditionNode Then, ConditionNode Else, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => If.Truth(scope) ? Then.Value(scope) : Else.Value(scope);
}

/// <summary>Two sides and a sign between.</summary>
internal sealed record BinaryNode(string Sign, ConditionNode Left, ConditionNode Right, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => Sign switch
    {
        "&&" => Left.Truth(scope) && Right.Truth(scope),
        "||" => Left.Truth(scope) || Right.Truth(scope),
        "??" => Left.Value(scope) ?? Right.Value(scope),
        "==" => ConditionValues.AreEqual(Left.Value(scope), Right.Value(scope)),
        "!=" => !ConditionValues.AreEqual(Left.Value(scope), Right.Value(scope)),
        "in" => IsIn(scope),
        "not in" => !IsIn(scope),
        ".." => Range(Left.Number(scope), Right.Number(scope)),
        _ => Arithmetic(Left.Number(scope), Right.Number(scope)),
    };

    private bool IsIn(ConditionScope scope)
    {
        var value = Left.Value(scope);
        return Array.Exists(Right.List(scope), item => ConditionValues.AreEqual(value, item));
    }

    private object Arithmetic(double left, double right) => Sign switch
    {
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        ">=" => left >= right,
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" => right == 0 ? throw new ConditionException("nothing can be divided by 0 with a rest", Column) : left % right,
        _ => Math.Pow(left, right),
    };

    private object?[] Range(double from, double to)
    {
        const int Most = 10_000;
        if (from != Math.Floor(from) || to != Math.Floor(to) || !(to - from < Most))
        {
            throw new ConditionException($"a range is of whole numbers, and of {Most} at most", Column);
        }

        return to < from ? [] : [.. Enumerable.Range(0, (int)(to - from) + 1).Select(i => (object?)(from + i))];
    }
}
