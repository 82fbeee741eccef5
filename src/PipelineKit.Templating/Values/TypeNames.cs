using System.Globalization;

namespace PipelineKit.Templating;

/// <summary>What the language calls types.</summary>
internal static class TypeNames
{
    private const int MaxShown = 100;

    /// <summary>The name as <c>object.kind</c> gives it and messages show it.</summary>
    public static string Of(ScriptValue value) => Of(value.Kind);

    public static string Of(ScriptValueKind kind) => kind switch
    {
        ScriptValueKind.Null => "null",
        ScriptValueKind.Boolean => "bool",
        ScriptValueKind.Integer => "int",
        ScriptValueKind.Long => "long",
        ScriptValueKind.BigInteger => "bigint",
        ScriptValueKind.Float => "float",
        ScriptValueKind.Double => "double",
        ScriptValueKind.Decimal => "decimal",
        ScriptValueKind.String => "string",
        ScriptValueKind.Date => "DateTime",
        ScriptValueKind.TimeSpan => "TimeSpan",
        ScriptValueKind.Array => "array",
        ScriptValueKind.Range => "range",
        ScriptValueKind.Object => "object",
        _ => "function",
    };

    /// <summary>A value in a message: as printed, without the language's own date pattern, and not longer than a line.</summary>
    public static string Shown(RenderContext context, ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Boolean => value.AsBoolean ? "True" : "False",
        ScriptValueKind.Date => value.AsDate.ToString(CultureInfo.InvariantCulture),
        _ => Shown(ValueText.ToText(context, value)),
    };

    /// <summary>A text in a message: its beginning, when it is longer than a line.</summary>
    public static string Shown(string text) => text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, MaxShown), "...");
}
