using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>How enumerated values are called in verdicts and results.</summary>
internal static class CanaryWords
{
    private static readonly string[] Verdicts = ["pass", "fail", "inconclusive"];
    private static readonly string[] Kinds = ["errors", "latency", "gauge", "condition", "kayenta"];
    private static readonly string[] Directions = ["either", "increase", "decrease"];
    private static readonly string[] Problems = ["missing", "stale", "partial", "not-a-number", "asymmetric", "too-few", "unproven"];
    private static readonly string[] Actions = ["inconclusive", "fail", "extend", "allow"];
    private static readonly string[] Arms = ["baseline", "canary"];

    internal static string Of(CanaryVerdict verdict) => Verdicts[(int)verdict];

    internal static string Of(MetricKind kind) => Kinds[(int)kind];

    internal static string Of(MetricDirection direction) => Directions[(int)direction];

    internal static string Of(DataProblemKind kind) => Problems[(int)kind];

    internal static string Of(DataAction action) => Actions[(int)action];

    internal static string Of(Arm arm) => Arms[(int)arm];

    internal static MetricKind Kind(string word) => (MetricKind)Index(Kinds, word);

    internal static MetricDirection Direction(string word) => (MetricDirection)Index(Directions, word);

    internal static DataProblemKind Problem(string word) => (DataProblemKind)Index(Problems, word);

    internal static DataAction Action(string word) => (DataAction)Index(Actions, word);

    internal static Arm Arm(string word) => (Arm)Index(Arms, word);

    private static int Index(string[] words, string word)
    {
        var index = Array.IndexOf(words, word);
        return index >= 0 ? index : throw new FormatException($"`{word}` is none of {string.Join(", ", words)}");
    }
}
