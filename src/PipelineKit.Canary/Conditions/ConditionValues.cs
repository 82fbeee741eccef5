namespace PipelineKit.Canary;

/// <summary>What values of conditions are taken for. A list of one number is that number where a number is needed: whether a source gave a scalar or a vector of one makes no difference.</summary>
internal static class ConditionValues
{
    internal static double Number(object? value, int column) => value switch
    {
        double number => number,
        double[] and [var only] => only,
        double[] { Length: 0 } => throw new ConditionException("the measurement is empty", column),
        _ => throw new ConditionException($"a number is needed here, and there is {Name(value)}", column),
    };

    internal static bool Truth(object? value, int column) =>
        value is bool truth ? truth : throw new ConditionException($"true or false is needed here, and there is {Name(value)}", column);

    internal static object?[] List(object? value, int column) => value switch
    {
        object?[] list => list,
        double[] numbers => Array.ConvertAll(numbers, n => (object?)n),
        _ => throw new ConditionException($"a list is needed here, and there is {Name(value)}", column),
    };

    internal static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (bool a, bool b) => a == b,
        (double a, double b) => a == b,
        (double[] and [var a], double b) => a == b,
        (double a, double[] and [var b]) => a == b,
        (Array, Array) => ListsAreEqual(List(left, 0), List(right, 0)),
        _ => false,
    };

    private static bool ListsAreEqual(object?[] left, object?[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!AreEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Name(object? value) => value switch
    {
        null => "nothing",
        bool => "true or false",
        double => "a number",
        Array list => $"a list of {list.Length}",
        _ => "something else",
    };
}
