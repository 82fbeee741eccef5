using System.Globalization;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>Text and conditions as KQL writes them.</summary>
public static class KustoQuote
{
    /// <summary>What stands between these plain quotes for a value; nothing in it can end them.</summary>
    public static string Inner(string value, char quote)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            _ = c == '\\' || c == quote ? text.Append('\\').Append(c)
                : char.IsControl(c) || c is '\u2028' or '\u2029' ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>The conditions of an arm as a predicate on columns that are called as the labels.</summary>
    public static string Predicate(IReadOnlyList<LabelMatcher> matchers)
    {
        var text = new StringBuilder("(");
        foreach (var matcher in matchers)
        {
            var column = $"['{Inner(matcher.Label, '\'')}']";
            var isRegex = matcher.Operator is LabelOperator.Match or LabelOperator.NotMatch;
            var value = $"\"{Inner(isRegex ? $"^(?:{matcher.Value})$" : matcher.Value, '"')}\"";
            text.Append(text.Length > 1 ? " and " : "").Append(matcher.Operator switch
            {
                LabelOperator.Equal => $"{column} == {value}",
                LabelOperator.NotEqual => $"{column} != {value}",
                LabelOperator.Match => $"{column} matches regex {value}",
                _ => $"not({column} matches regex {value})",
            });
        }

        return text.Append(matchers.Count == 0 ? "true)" : ")").ToString();
    }
}
