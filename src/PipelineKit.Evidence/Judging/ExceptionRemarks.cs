namespace PipelineKit.Evidence;

/// <summary>What is worth knowing about exceptions themselves.</summary>
internal static class ExceptionRemarks
{
    internal static void Add(JudgeContext context, ExceptionJudge exceptions)
    {
        foreach (var entry in exceptions.Entries)
        {
            var rules = context.Policy.Exceptions;
            var end = entry.Exception.Expires is { } expires ? Texts.Time(expires) : "";
            switch (entry.State)
            {
                case ExceptionState.Expired:
                    Add(context, entry, GateReasons.ExceptionExpired, rules.Expired, $"expired at {end}{Covers(entry)}", entry.Matches > 0 ? "decide again, or fix what it is about" : "take it out");
                    break;
                case ExceptionState.TooLong when end.Length == 0:
                    Add(context, entry, GateReasons.ExceptionTooLong, GateAction.Warn, $"has no end and does not count{Covers(entry)}", "give it an end");
                    break;
                case ExceptionState.TooLong:
                    Add(context, entry, GateReasons.ExceptionTooLong, GateAction.Warn, $"is valid until {end}, for longer than {Texts.Span(rules.MaximumAge)}, and does not count{Covers(entry)}", "give it an earlier end");
                    break;
                case ExceptionState.Unowned:
                    Add(context, entry, GateReasons.ExceptionUnowned, GateAction.Warn, $"has no {(entry.Exception.Owner.Length == 0 ? "owner" : "reason")} and does not count{Covers(entry)}", "say who answers for it, and why");
                    break;
                default:
                    AddValid(context, entry, end);
                    break;
            }
        }
    }

    /// <summary>An exception for people: <c>CVE-2021-1 (exceptions.yaml:12)</c>.</summary>
    internal static string Name(ExceptionEntry entry) => entry.Exception.Line > 0 ? $"{entry.Exception.Id} ({entry.Exception.File}:{entry.Exception.Line})" : $"{entry.Exception.Id} ({entry.Exception.File})";

    private static void AddValid(JudgeContext context, ExceptionEntry entry, string end)
    {
        var rules = context.Policy.Exceptions;
        if (entry.Matches == 0)
        {
            Add(context, entry, GateReasons.ExceptionUnused, rules.Unused, "matches nothing", "take it out, or correct what it is for");
        }
        else if (entry.Relied > 0 && entry.Exception.Expires is { } expires && expires - context.At <= rules.WarnBefore)
        {
            var who = entry.Exception.Owner.Length > 0 ? $"; {entry.Exception.Owner} answers for it" : "";
            Add(context, entry, GateReasons.ExceptionExpiresSoon, GateAction.Warn, $"expires at {end}{Covers(entry)}{who}", "fix what it is about, or decide again before then");
        }
    }

    private static string Covers(ExceptionEntry entry) => entry.Matches > 0 ? $"; it is about {Texts.Count(entry.Matches, "finding", "findings")}" : "";

    private static void Add(JudgeContext context, ExceptionEntry entry, string code, GateAction action, string message, string remedy) =>
        context.Reasons.Add(new GateReason(code, action, $"the exception {Name(entry)} {message}", remedy, entry.Exception.Id, entry.Exception.File, entry.Exception.Line > 0 ? entry.Exception.Line : null));
}
