using PipelineKit.Templating.Builtins;

namespace PipelineKit.Templating;

/// <summary>Members of values that are no objects.</summary>
internal static class Members
{
    /// <summary>A member of a text (<c>size</c>), a sequence, a date or a length of time; and of the builtin <c>date</c> what a template set there.</summary>
    /// <returns>Whether the value has it.</returns>
    public static bool TryGet(RenderContext context, ScriptValue value, string name, out ScriptValue result)
    {
        var member = value.Kind switch
        {
            ScriptValueKind.String when name is "size" => ScriptValue.Of(value.AsString!.Length),
            ScriptValueKind.Array when name is "size" => ScriptValue.Of(value.AsArray!.Count),
            ScriptValueKind.Range when name is "size" => ScriptValue.Shrunk((long)Math.Min(value.AsRange!.Count, long.MaxValue)),
            ScriptValueKind.Date => OfDate(value.AsDate, name),
            ScriptValueKind.TimeSpan => OfTimeSpan(value.AsTimeSpan, name),
            ScriptValueKind.Object when name is "format" && DateBuiltins.IsDate(value.AsObject!) => ScriptValue.Of(DateText.CurrentPattern(context)),
            _ => (ScriptValue?)null,
        };
        result = member ?? default;
        return member is not null;
    }

    /// <summary>Sets a member of a builtin that is kept for the length of a rendering: <c>date.format</c>.</summary>
    /// <returns>Whether it is such a member; otherwise the object's own rules hold.</returns>
    public static bool TrySet(RenderContext context, ScriptObject owner, string name, ScriptValue value)
    {
        if (!string.Equals(name, "format", StringComparison.Ordinal) || !DateBuiltins.IsDate(owner))
        {
            return false;
        }

        context.Values.DateFormat = value.IsNull ? null : ValueText.ToText(context, value);
        return true;
    }

    private static ScriptValue? OfDate(DateTime date, string name) => name switch
    {
        "year" => ScriptValue.Of(date.Year),
        "month" => ScriptValue.Of(date.Month),
        "day" => ScriptValue.Of(date.Day),
        "hour" => ScriptValue.Of(date.Hour),
        "minute" => ScriptValue.Of(date.Minute),
        "second" => ScriptValue.Of(date.Second),
        "millisecond" => ScriptValue.Of(date.Millisecond),
        "microsecond" => ScriptValue.Of(date.Microsecond),
        "nanosecond" => ScriptValue.Of(date.Nanosecond),
        "day_of_year" => ScriptValue.Of(date.DayOfYear),
        "day_of_week" => ScriptValue.Of(date.DayOfWeek.ToString()),
        "kind" => ScriptValue.Of(date.Kind == DateTimeKind.Utc ? "Utc" : "Local"),
        "date" => ScriptValue.Of(date.Date),
        "time_of_day" => ScriptValue.Of(date.TimeOfDay),
        "ticks" => ScriptValue.Of(date.Ticks),
        _ => (ScriptValue?)null,
    };

    private static ScriptValue? OfTimeSpan(TimeSpan span, string name) => name switch
    {
        "days" => ScriptValue.Of(span.Days),
        "hours" => ScriptValue.Of(span.Hours),
        "minutes" => ScriptValue.Of(span.Minutes),
        "seconds" => ScriptValue.Of(span.Seconds),
        "milliseconds" => ScriptValue.Of(span.Milliseconds),
        "microseconds" => ScriptValue.Of(span.Microseconds),
        "nanoseconds" => ScriptValue.Of(span.Nanoseconds),
        "ticks" => ScriptValue.Of(span.Ticks),
        "total_days" => ScriptValue.Of(span.TotalDays),
        "total_hours" => ScriptValue.Of(span.TotalHours),
        "total_minutes" => ScriptValue.Of(span.TotalMinutes),
        "total_seconds" => ScriptValue.Of(span.TotalSeconds),
        "total_milliseconds" => ScriptValue.Of(span.TotalMilliseconds),
        "total_microseconds" => ScriptValue.Of(span.TotalMicroseconds),
        "total_nanoseconds" => ScriptValue.Of(span.TotalNanoseconds),
        _ => (ScriptValue?)null,
    };
}
