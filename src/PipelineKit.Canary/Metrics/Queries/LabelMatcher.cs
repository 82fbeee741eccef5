using System.Text.RegularExpressions;

namespace PipelineKit.Canary;

/// <summary>How a label is compared.</summary>
public enum LabelOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c></summary>
    Match,

    /// <summary><c>!~</c></summary>
    NotMatch,
}

/// <summary>One condition on a label, as PromQL has it: a label that is not there is empty, and regular expressions match the whole value.</summary>
public sealed class LabelMatcher
{
    private readonly string[]? _alternatives;
    private readonly Regex? _regex;

    /// <summary>Creates it.</summary>
    /// <exception cref="FormatException">The regular expression is wrong, or uses what RE2 does not have.</exception>
    public LabelMatcher(string label, LabelOperator @operator, string value)
    {
        (Label, Operator, Value) = (label, @operator, value);
        if (@operator is not (LabelOperator.Match or LabelOperator.NotMatch))
        {
            return;
        }

        // Most are a few words with bars between: no need for an automaton.
        if (PromQuote.IsPlain(value.Replace("|", "", StringComparison.Ordinal)))
        {
            _alternatives = value.Split('|');
            return;
        }

        try
        {
            _regex = new Regex($"\\A(?:{value})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"`{value}` is not a regular expression of RE2: {e.Message}", e);
        }
    }

    /// <summary>Which label.</summary>
    public string Label { get; }

    /// <summary>How.</summary>
    public LabelOperator Operator { get; }

    /// <summary>With what; for <see cref="LabelOperator.Match"/> a regular expression.</summary>
    public string Value { get; }

    /// <summary>The only values that fit, where they can be listed: of <c>=</c>, and of <c>=~</c> with words and bars between; null otherwise.</summary>
    internal IReadOnlyList<string>? Values => Operator switch { LabelOperator.Equal => [Value], LabelOperator.Match => _alternatives, _ => null };

    /// <summary>Whether the value of a label fits; empty for a label that is not there.</summary>
    public bool Fits(string value) => Operator switch
    {
        LabelOperator.Equal => value == Value,
        LabelOperator.NotEqual => value != Value,
        LabelOperator.Match => Matches(value),
        _ => !Matches(value),
    };

    /// <inheritdoc />
    public override string ToString() => (IsPlainName(Label) ? Label : PromQuote.Literal(Label)) + Operator switch
    {
        LabelOperator.Equal => "=",
        LabelOperator.NotEqual => "!=",
        LabelOperator.Match => "=~",
        _ => "!~",
    } + PromQuote.Literal(Value);

    private static bool IsPlainName(string label)
    {
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return label.Length > 0 && !char.IsAsciiDigit(label[0]);
    }

    private bool Matches(string value) => _alternatives is not null ? Array.IndexOf(_alternatives, value) >= 0 : _regex!.IsMatch(value);
}
