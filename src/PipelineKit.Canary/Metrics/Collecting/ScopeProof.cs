using System.Buffers;
using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>Whether series are those of a digest.</summary>
internal static class ScopeProof
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether conditions let only series of this digest through.</summary>
    public static bool Selects(IReadOnlyList<LabelMatcher> matchers, Digest digest)
    {
        foreach (var matcher in matchers)
        {
            if (matcher.Operator is LabelOperator.Equal or LabelOperator.Match && matcher.Value.Contains(digest.Hex, StringComparison.Ordinal) && (matcher.Operator == LabelOperator.Equal || !matcher.Value.Contains('|', StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an expression names the digest, by itself or by the conditions of the arm.</summary>
    public static bool Names(MetricQueryTemplate query, ArmScope scope, TimeWindow window) =>
        query.Uses("scope.digest") || (query.Uses("scope.matcher") && Selects(SeriesSelector.ParseMatchers(MetricQueryTemplate.MatcherOf(scope, window)), scope.Digest));

    /// <summary>What the labels of series say.</summary>
    /// <returns>Whether all of them carry the digest, and a digest of one that carries only others; null when there is none such.</returns>
    public static (bool AllCarry, string? Other) Of(IReadOnlyList<Series> list, Digest digest)
    {
        var all = list.Count > 0;
        foreach (var series in list)
        {
            var (carries, other) = (false, (string?)null);
            foreach (var (label, value) in series.Labels)
            {
                var found = Find(label, value);
                carries |= found == digest.Hex;
                other = found is not null && found != digest.Hex ? found : other;
            }

            if (!carries && other is not null)
            {
                return (false, Prefix + other);
            }

            all &= carries;
        }

        return (all, null);
    }

    /// <summary>Asks the check query of an arm about the end of the window; where values take a while to arrive, about all of it.</summary>
    /// <returns>The problem; null when it is proved, or nothing is asked. A problem that is not final says only that this proves nothing.</returns>
    public static async Task<DataProblem?> CheckAsync(QueryRunner runner, ScopePair scopes, Arm arm, TimeWindow window)
    {
        var (scope, asked) = (scopes.Of(arm), runner.IsCounted ? window : new TimeWindow(window.End - window.Step, window.Step, 1));
        string text;
        try
        {
            text = MetricQueryTemplate.Parse(scopes.CheckQuery, runner.Dialect).Render(scope, window);
        }
        catch (QueryTextException e)
        {
            throw new MetricSourceException(MetricSourceProblem.BadQuery, runner.SourceName, $"The query that checks the scope: {e.Message}.", e);
        }

        var set = await runner.ValuesAsync(text, asked);
        var (all, other) = Of(set.List, scope.Digest);
        return other is not null ? Contradiction(arm, other, scope.Digest)
            : all ? null
            : new DataProblem(DataProblemKind.Unproven, arm, set.List.Count == 0 ? $"the check query found no series, so nothing shows that {scope.Digest} runs" : $"not every series of the check query carries {scope.Digest}");
    }

    /// <summary>Series are those of something else.</summary>
    public static DataProblem Contradiction(Arm arm, string found, Digest digest) =>
        new(DataProblemKind.Unproven, arm, $"series of {found} were found where {digest} is asked about: something else runs there") { IsFinal = true };

    /// <summary>Nothing says whose series they are.</summary>
    public static DataProblem Nothing(Arm arm, Digest digest) =>
        new(DataProblemKind.Unproven, arm, $"nothing shows that the series are those of {digest}; select by it (`{{{{ scope.digest }}}}` in the conditions of the arm), or give a check query");

    // `container_id` and the like have 64 hex digits too: bare ones count only where the label says what they are.
    private static string? Find(string label, string value)
    {
        var at = value.IndexOf(Prefix, StringComparison.Ordinal);
        var hex = at >= 0 ? value.AsSpan(at + Prefix.Length) : label.Contains("digest", StringComparison.OrdinalIgnoreCase) ? value.AsSpan() : default;
        return hex.Length >= HexLength && (at >= 0 || hex.Length == HexLength) && !hex[..HexLength].ContainsAnyExcept(LowerHex) ? hex[..HexLength].ToString() : null;
    }
}
