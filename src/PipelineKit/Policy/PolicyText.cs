using System.Globalization;
using PipelineKit.Evidence;
using PipelineKit.Failures;

namespace PipelineKit.Policy;

/// <summary>Words, dates and lists as policy files write them.</summary>
internal static class PolicyText
{
    /// <summary>The only version there is.</summary>
    internal const string ApiVersion = "pipelinekit/v1";

    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>What a rule does, in the order of <see cref="GateAction"/>.</summary>
    internal static IReadOnlyList<string> Actions { get; } = ["allow", "warn", "review", "block"];

    /// <summary>How grave something is, in the order of <see cref="Severity"/>.</summary>
    internal static IReadOnlyList<string> Severities { get; } = ["unknown", "negligible", "low", "medium", "high", "critical"];

    /// <summary>Kinds of findings, in the order of <see cref="FindingKind"/>.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = ["vulnerability", "malware", "misconfiguration", "secret", "license"];

    /// <summary>A list for people.</summary>
    internal static string List(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"`{w}`"));

    /// <summary>
    /// A date (<c>2026-12-31</c>), or an instant with its offset (<c>2026-12-31T12:00:00Z</c>); null when it is neither. A date is its first moment in UTC, or with <paramref name="endOfDay"/> the first moment after it.
    /// </summary>
    internal static DateTimeOffset? Instant(string text, bool endOfDay)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset((endOfDay ? date.AddDays(1) : date).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasOffset && DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant.ToUniversalTime() : null;
    }

    /// <summary>Ends the reading when anything was wrong, in the order of the file.</summary>
    internal static void ThrowIfAny(List<Failure> problems)
    {
        if (problems.Count > 0)
        {
            throw new FailureException([.. problems.OrderBy(p => p.Place?.Line).ThenBy(p => p.Place?.Column)]);
        }
    }
}
