using System.Buffers;

namespace PipelineKit.Policy;

/// <summary>Names of packages that other tools write as regular expressions.</summary>
internal static class NamePattern
{
    private static readonly SearchValues<char> OfExpressions = SearchValues.Create("\\^$*+?()[]{}|");

    /// <summary>The pattern with <c>*</c> that means what the expression means; null when there is none. A lone <c>.</c> is read as the dot it is meant to be, which is narrower.</summary>
    internal static string? OfRegex(string expression)
    {
        var text = expression.StartsWith('^') ? expression[1..] : expression;
        text = text.EndsWith('$') ? text[..^1] : text;
        text = text.Replace(".*", "\0", StringComparison.Ordinal).Replace("\\.", ".", StringComparison.Ordinal);
        return text.AsSpan().ContainsAny(OfExpressions) || expression.Contains('\0', StringComparison.Ordinal) || (text.Length == 0 && expression.Length > 0) ? null : text.Replace('\0', '*');
    }
}
