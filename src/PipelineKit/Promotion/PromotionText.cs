using System.Globalization;
using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>How promotions are written for people.</summary>
internal static class PromotionText
{
    private const int ShortHex = 12;

    /// <summary><c>sha256:</c> and twelve digits.</summary>
    internal static string Short(Digest digest) => $"{digest.Algorithm}:{digest.Hex[..ShortHex]}";

    /// <summary>The word of a gate's result, in ledgers and outputs.</summary>
    internal static string Word(GateResult result) =>
        result switch
        {
            GateResult.Passed => "passed",
            GateResult.Failed => "failed",
            GateResult.Skipped => "skipped",
            GateResult.Overridden => "overridden",
            _ => throw new ArgumentOutOfRangeException(nameof(result), result, message: null),
        };

    /// <summary>The word of a step's state.</summary>
    internal static string Word(StepState state) =>
        state switch
        {
            StepState.Done => "done",
            StepState.Unchanged => "unchanged",
            StepState.Planned => "planned",
            StepState.Skipped => "skipped",
            StepState.Refused => "refused",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
        };

    /// <summary>Who wrote a line, and in which run.</summary>
    internal static string Who(LedgerEntry entry) =>
        (entry.Actor, entry.Run) switch
        {
            ("", "") => "Another run",
            ("", var run) => $"The run {run}",
            (var actor, "") => $"A run of {actor}",
            (var actor, var run) => $"A run of {actor} ({run})",
        };

    /// <summary>A moment, UTC.</summary>
    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>3 files</c>.</summary>
    internal static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
