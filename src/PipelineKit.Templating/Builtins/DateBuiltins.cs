namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin <c>date</c>: the clock, arithmetic, text to dates and back. Called with a text it parses it.</summary>
internal static class DateBuiltins
{
    private const string Name = "date";

    private static readonly ScriptParameter Date = new("date", ParameterKind.Date);
    private static readonly ScriptParameter Text = new("text", ParameterKind.Text);

    public static ScriptObject Create()
    {
        var result = new ScriptObject { Callable = new NativeFunction(Name, [new ScriptParameter("text", IsOptional: true, IsVariadic: true)], Called) };
        result["default_format"] = DateText.DefaultPattern;
        Add(result, "now", [], static call => Now(call, isUtc: false));
        Add(result, "utc_now", [], static call => Now(call, isUtc: true));
        Add(result, "add_days", [Date, new("days", ParameterKind.Double)], static call => Later(call, static (date, n) => date.AddDays(n)));
        Add(result, "add_hours", [Date, new("hours", ParameterKind.Double)], static call => Later(call, static (date, n) => date.AddHours(n)));
        Add(result, "add_minutes", [Date, new("minutes", ParameterKind.Double)], static call => Later(call, static (date, n) => date.AddMinutes(n)));
        Add(result, "add_seconds", [Date, new("seconds", ParameterKind.Double)], static call => Later(call, static (date, n) => date.AddSeconds(n)));
        Add(result, "add_milliseconds", [Date, new("millis", ParameterKind.Double)], static call => Later(call, static (date, n) => date.AddMilliseconds(n)));
        Add(result, "add_months", [Date, new("months", ParameterKind.Integer)], static call => Later(call, static (date, n) => date.AddMonths((int)n)));
        Add(result, "add_years", [Date, new("years", ParameterKind.Integer)], static call => Later(call, static (date, n) => date.AddYears((int)n)));
        Add(result, "parse", [Text, Optional("pattern"), Optional("culture")], Parse);
        Add(result, "parse_to_string", [Text, Optional("output_pattern"), Optional("output_culture"), Optional("input_pattern"), Optional("input_culture")], ParseToText);
        Add(result, "to_string", [Date, new("pattern", ParameterKind.Text), Optional("culture")], ToText);
        result.IsReadOnly = true;
        return result;
    }

    /// <summary>Whether an object is this builtin, whose <c>format</c> belongs to the rendering and not to the object.</summary>
    public static bool IsDate(ScriptObject value) => value.Callable is NativeFunction { Name: Name };

    private static void Add(ScriptObject owner, string name, ScriptParameter[] parameters, NativeBody body) =>
        owner[name] = ScriptValue.Of(new NativeFunction("date." + name, parameters, body));

    private static ScriptParameter Optional(string name) => new(name, ParameterKind.Text, IsOptional: true);

    private static ScriptValue Called(NativeCall call) => call.Arguments.Length switch
    {
        1 => DateParser.Parse(call.Context, ValueText.ToText(call.Context, call[0]), pattern: null, call.Context.Culture),
        var count => throw call.Context.Error($"Invalid number of parameters `{count}` for `date` object/function."),
    };

    private static ScriptValue Now(NativeCall call, bool isUtc)
    {
        var context = call.Context;
        if (context.Options.Clock is null && context.Profile == TemplateProfile.Manifest)
        {
            throw context.Error("A manifest has no clock: it would differ from one rendering to the next", remedy: "Give the time as a value, or give the rendering a clock.");
        }

        var utc = (context.Options.Clock ?? TimeProvider.System).GetUtcNow().UtcDateTime;
        return ScriptValue.Of(isUtc ? utc : DateZone.FromUtc(context, utc));
    }

    private static ScriptValue Later(NativeCall call, Func<DateTime, double, DateTime> add)
    {
        if (call[0].IsNull)
        {
            return ScriptValue.Null;
        }

        try
        {
            return ScriptValue.Of(add(call[0].AsDate, call[1].Kind == ScriptValueKind.Integer ? call[1].AsLong : call[1].AsDouble));
        }
        catch (ArgumentException error)
        {
            throw call.Context.Error(error.Message);
        }
    }

    private static ScriptValue Parse(NativeCall call) =>
        DateParser.Parse(call.Context, call[0].AsString, call[1].AsString, Cultures.Get(call.Context, call[2].AsString));

    private static ScriptValue ParseToText(NativeCall call)
    {
        var context = call.Context;
        var date = DateParser.Parse(context, call[0].AsString, call[3].AsString, Cultures.Get(context, call[4].AsString));
        return date.IsNull
            ? ScriptValue.Null
            : ScriptValue.Of(DateText.Format(context, date.AsDate, call[1].AsString ?? DateText.CurrentPattern(context), Cultures.Get(context, call[2].AsString)));
    }

    private static ScriptValue ToText(NativeCall call)
    {
        var pattern = call[1].AsString ?? throw call.Context.Error("Value cannot be null. (Parameter 'pattern')");
        return call[0].IsNull
            ? ScriptValue.Null
            : ScriptValue.Of(DateText.Format(call.Context, call[0].AsDate, pattern, Cultures.Get(call.Context, call[2].AsString)));
    }
}
