using System.Globalization;

namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin <c>timespan</c>: lengths of time.</summary>
internal static class TimeSpanBuiltins
{
    private static readonly ScriptParameter[] Text = [new("text", ParameterKind.Text)];

    public static ScriptObject Create()
    {
        var result = new ScriptObject();
        result["zero"] = ScriptValue.Of(TimeSpan.Zero);
        From(result, "from_days", "days", static call => Of(call, TimeSpan.TicksPerDay));
        From(result, "from_hours", "hours", static call => Of(call, TimeSpan.TicksPerHour));
        From(result, "from_minutes", "minutes", static call => Of(call, TimeSpan.TicksPerMinute));
        From(result, "from_seconds", "seconds", static call => Of(call, TimeSpan.TicksPerSecond));
        From(result, "from_milliseconds", "millis", static call => Of(call, TimeSpan.TicksPerMillisecond));
        result["parse"] = ScriptValue.Of(new NativeFunction("timespan.parse", Text, Parse));
        result.IsReadOnly = true;
        return result;
    }

    private static void From(ScriptObject owner, string name, string parameter, NativeBody body) =>
        owner[name] = ScriptValue.Of(new NativeFunction("timespan." + name, [new ScriptParameter(parameter, ParameterKind.Double)], body));

    private static ScriptValue Of(NativeCall call, long ticks)
    {
        var count = call[0].AsDouble;
        var total = count * ticks;
        return total is > -9.2233720368547758E18 and < 9.2233720368547758E18
            ? ScriptValue.Of(new TimeSpan((long)total))
            : throw call.Context.Error(double.IsNaN(count) ? "TimeSpan does not accept floating point Not-a-Number values." : "TimeSpan overflowed because the duration is too long.");
    }

    private static ScriptValue Parse(NativeCall call)
    {
        var text = call[0].AsString;
        call.Context.ChargeText(text?.Length ?? 0);
        return text is not null && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? ScriptValue.Of(span)
            : throw call.Context.Error(text is null ? "Value cannot be null. (Parameter 's')" : $"String '{TypeNames.Shown(text)}' was not recognized as a valid TimeSpan.");
    }
}
