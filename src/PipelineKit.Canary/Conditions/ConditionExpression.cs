namespace PipelineKit.Canary;

/// <summary>
/// A condition of an analysis of Argo Rollouts: numbers, <c>result</c> and its items, arithmetic, comparisons, <c>and</c>/<c>or</c>/<c>not</c>, <c>in</c>, <c>len</c>, <c>all</c>/<c>any</c> with <c>{# &lt; 5}</c>, and what else
/// <see cref="Parse"/> tells of. It is bounded in length, depth and steps, and knows nothing but the measurement.
/// </summary>
public sealed class ConditionExpression
{
    private const int Longest = 2000;

    private readonly ConditionNode _root;

    private ConditionExpression(string text, ConditionNode root) => (Text, _root) = (text, root);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads one.</summary>
    /// <exception cref="ConditionException">It cannot be read; the column says where.</exception>
    public static ConditionExpression Parse(string text) =>
        text.Length <= Longest ? new(text, new ConditionParser(ConditionLexer.Tokens(text)).Read()) : throw new ConditionException($"it has {text.Length} characters; at most {Longest} are read", Longest);

    /// <summary>Whether it holds for a measurement.</summary>
    /// <param name="result">What was measured: one number or more, or none.</param>
    /// <exception cref="ConditionException">It has no answer, such as <c>result[0]</c> of nothing, or one that is neither true nor false.</exception>
    public bool Holds(double[] result) => _root.Truth(new ConditionScope(result));
}
