namespace PipelineKit.Canary;

/// <summary>The functions of conditions.</summary>
internal static class ConditionFunctions
{
    private static readonly string[] OverLists = ["all", "any", "none", "one", "filter", "map", "count"];
    private static readonly string[] OfValues = ["len", "sum", "mean", "min", "max", "abs", "floor", "ceil", "round", "int", "float", "asInt", "asFloat", "isNaN", "isInf", "isNil", "default"];

    /// <summary>All names.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. OverLists, .. OfValues];

    /// <summary>Whether a function takes a list and what is asked of each item of it.</summary>
    internal static bool TakesClosure(string name) => Array.IndexOf(OverLists, name) >= 0;

    /// <summary>How many values a function takes; the most is -1 for any number.</summary>
    internal static (int Least, int Most) Count(string name) => name switch
    {
        "count" => (1, 2),
        "default" => (2, 2),
        "min" or "max" => (1, -1),
        _ when TakesClosure(name) => (2, 2),
        _ => (1, 1),
    };
}

/// <summary><c>len(result)</c>.</summary>
internal sealed record CallNode(string Name, IReadOnlyList<ConditionNode> Values, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope) => Name switch
    {
        "len" => (double)Values[0].List(scope).Length,
        "sum" => Numbers(scope).Sum(),
        "mean" => Some(scope).Average(),
        "min" => Some(scope).Min(),
        "max" => Some(scope).Max(),
        "abs" => Math.Abs(First(scope)),
        "floor" => Math.Floor(First(scope)),
        "ceil" => Math.Ceiling(First(scope)),
        "round" => Math.Round(First(scope), MidpointRounding.AwayFromZero),
        "int" or "asInt" => Whole(First(scope)),
        "float" or "asFloat" => First(scope),
        "isNaN" => double.IsNaN(First(scope)),
        "isInf" => double.IsInfinity(First(scope)),
        "isNil" => Values[0].Value(scope) is null,
        _ => Values[0].Value(scope) ?? Values[1].Value(scope),
    };

    private double First(ConditionScope scope) => Values[0].Number(scope);

    private double Whole(double number) => double.IsFinite(number) ? Math.Truncate(number) : throw new ConditionException($"{number} is no whole number", Column);

    private List<double> Numbers(ConditionScope scope)
    {
        var numbers = new List<double>();
        foreach (var node in Values)
        {
            var value = node.Value(scope);
            numbers.AddRange(value is double number ? [number] : ConditionValues.List(value, node.Column).Select(v => ConditionValues.Number(v, node.Column)));
        }

        return numbers;
    }

    private List<double> Some(ConditionScope scope) => Numbers(scope) is { Count: > 0 } numbers ? numbers : throw new ConditionException($"`{Name}` has no answer for an empty list", Column);
}

/// <summary><c>all(result, {# &lt; 5})</c>.</summary>
internal sealed record ClosureNode(string Name, ConditionNode Over, ConditionNode? Closure, int Column) : ConditionNode(Column)
{
    private protected override object? Evaluate(ConditionScope scope)
    {
        var items = Over.List(scope);
        return Name switch
        {
            "all" => Array.TrueForAll(items, i => Holds(scope, i)),
            "any" => Array.Exists(items, i => Holds(scope, i)),
            "none" => !Array.Exists(items, i => Holds(scope, i)),
            "one" => items.Count(i => Holds(scope, i)) == 1,
            "count" => (double)items.Count(i => Holds(scope, i)),
            "filter" => Array.FindAll(items, i => Holds(scope, i)),
            _ => Array.ConvertAll(items, i => With(scope, i, Closure!.Value)),
        };
    }

    private bool Holds(ConditionScope scope, object? item) => Closure is null ? ConditionValues.Truth(item, Column) : With(scope, item, Closure.Truth);

    private static T With<T>(ConditionScope scope, object? item, Func<ConditionScope, T> take)
    {
        var outer = scope.Item;
        scope.Item = item;
        try
        {
            return take(scope);
        }
        finally
        {
            scope.Item = outer;
        }
    }
}
