using System.Globalization;
using PipelineKit.Audit;
using PipelineKit.Schedules;

namespace PipelineKit.Promotion;

/// <summary>Gates that the ledgers and the clock decide.</summary>
/// <param name="question">What is judged.</param>
/// <param name="now">The time.</param>
internal sealed class LedgerGates(GateQuestion question, DateTimeOffset now)
{
    private readonly EnvironmentHistory _here = HistoryOf(question, question.To);
    private readonly EnvironmentHistory? _before = question.From is { } from ? HistoryOf(question, from) : null;

    /// <summary>Whether this goes back to an image that was here: what was asked when it came is not asked again.</summary>
    internal bool IsReturn => question.Action == LedgerAction.Rollback && _here.Occupancies.Any(o => o.Digest == question.Digest);

    internal GateOutcome Order()
    {
        const string Id = "order";
        if (question.Action == LedgerAction.Rollback)
        {
            return IsReturn
                ? GateOutcome.Skip(Id, $"it was in {question.To.Name} before", "not asked of a rollback")
                : GateOutcome.Fail(Id, PromotionReason.OrderNeverHere, $"it was never in {question.To.Name}", $"an image that was in {question.To.Name}");
        }

        if (question.From is not { } from)
        {
            return GateOutcome.Pass(Id, "it is a build for the first environment", "a build");
        }

        var required = $"an image that is or was in {from.Name}";
        return _before!.Occupancies.LastOrDefault(o => o.Digest == question.Digest) is { } there
            ? GateOutcome.Pass(Id, $"in {from.Name} from {Text(there.From)} to {(there.Until is { } until ? Text(until) : "now")}", required) with { Evidence = [new GateEvidence($"ledger line of {from.Name}", there.Line, question.Ledgers.Ledgers[from.Name].Path)] }
            : GateOutcome.Fail(Id, PromotionReason.OrderNotBefore, $"it was never in {from.Name}", required, $"Promote it to {from.Name} first.");
    }

    internal GateOutcome Rejected()
    {
        const string Id = "rejected";
        const string Required = "not rejected";
        var line = _here.Rejected.GetValueOrDefault(question.Digest) ?? _before?.Rejected.GetValueOrDefault(question.Digest);
        return line is null
            ? GateOutcome.Pass(Id, "nobody rejected it", Required)
            : GateOutcome.Fail(Id, PromotionReason.Rejected, $"rejected in {line.Environment} on {Text(line.At)}{(line.Reason.Length > 0 ? $": {line.Reason}" : "")}", Required);
    }

    internal GateOutcome Soak(TimeSpan wanted)
    {
        const string Id = "soak";
        var from = question.From!.Name;
        var required = $"{Text(wanted)} in {from} without interruption";
        if (IsReturn)
        {
            return GateOutcome.Skip(Id, "not asked of a rollback", required);
        }

        if (_before!.Since(question.Digest) is not { } since)
        {
            return GateOutcome.Fail(Id, PromotionReason.SoakNotThere, _before.Current is { } current ? $"{from} has {current.Digest} now" : $"{from} has nothing", required);
        }

        var observed = $"{Text(now - since)} in {from}, since {Text(since)}";
        return now - since >= wanted
            ? GateOutcome.Pass(Id, observed, required)
            : GateOutcome.Fail(Id, PromotionReason.SoakTooShort, observed, required, $"Promote again after {Text(since + wanted)}.");
    }

    internal GateOutcome Freeze(FreezeCalendar calendar)
    {
        const string Id = "freeze";
        const string Required = "a time at which changes are allowed";
        if (IsReturn)
        {
            return GateOutcome.Skip(Id, "not asked of a rollback", Required);
        }

        var verdict = calendar.At(now);
        var until = verdict.Until is { } change ? $" until {Text(change)}" : "";
        return verdict.IsOpen
            ? GateOutcome.Pass(Id, verdict.Window is { } window ? $"allowed by `{window.Name}`{until}" : $"no window forbids it{until}", Required)
            : GateOutcome.Fail(
                Id, PromotionReason.FreezeClosed, verdict.Window!.IsDeny ? $"forbidden by `{verdict.Window.Name}`{until}" : $"outside of `{verdict.Window.Name}`{until}", Required,
                verdict.Until is { } open ? $"Promote again after {Text(open)}." : null);
    }

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A span as settings write it: <c>1d2h</c>.</summary>
    internal static string Text(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1))
        {
            return "less than 1m";
        }

        Span<(int Number, char Unit)> parts = [(span.Days, 'd'), (span.Hours, 'h'), (span.Minutes, 'm')];
        var text = "";
        foreach (var (number, unit) in parts)
        {
            text += number > 0 ? string.Create(CultureInfo.InvariantCulture, $"{number}{unit}") : "";
        }

        return text;
    }

    private static EnvironmentHistory HistoryOf(GateQuestion question, EnvironmentSettings environment) =>
        question.Ledgers.Ledgers.TryGetValue(environment.Name, out var ledger) ? EnvironmentHistory.Of(ledger) : new EnvironmentHistory();
}
