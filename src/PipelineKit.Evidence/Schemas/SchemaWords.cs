using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The words of messages.</summary>
internal static class SchemaWords
{
    private const int MostNamed = 24;
    private const int LongestQuote = 80;

    public static string Of(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    public static string Of(JsonTypes types)
    {
        List<string> words = [];
        foreach (var (type, word) in Names)
        {
            if ((types & type) != JsonTypes.None)
            {
                words.Add(word);
            }
        }

        return string.Join(" or ", words);
    }

    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A text as it is, in backquotes, cut when long.</summary>
    public static string Quote(JsonTape tape, int at)
    {
        if (tape.Kind(at) is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.PropertyName))
        {
            return Of(tape.Kind(at));
        }

        var text = tape.String(at);
        return text.Length > LongestQuote ? $"`{text[..LongestQuote]}...`" : $"`{text}`";
    }

    public static string NotAllowed(JsonTape tape, int at, IReadOnlyList<string> allowed) => allowed.Count switch
    {
        0 => $"is {Quote(tape, at)}, which is not allowed here",
        1 => $"is {Quote(tape, at)}; only `{allowed[0]}` is allowed",
        <= MostNamed => $"is {Quote(tape, at)}; it must be one of {List(allowed)}",
        _ => $"is {Quote(tape, at)}; it must be one of {allowed.Count.ToString(CultureInfo.InvariantCulture)} values, like {string.Join(", ", Near(tape.String(at), allowed))}",
    };

    // Those that begin alike, longest first.
    private static IEnumerable<string> Near(string text, IReadOnlyList<string> allowed) =>
        allowed.OrderByDescending(a => a.AsSpan().CommonPrefixLength(text)).ThenBy(a => a, StringComparer.Ordinal).Take(6);

    public static string NoSuchMember(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        var shown = name.Length > LongestQuote ? name[..LongestQuote] + "..." : name;
        return names.Length == 0 ? $"`{shown}` is not allowed: the object has no members" : $"`{shown}` is not allowed here; the members are {List(names)}";
    }

    private static readonly (JsonTypes Type, string Word)[] Names =
    [
        (JsonTypes.Object, "an object"), (JsonTypes.Array, "an array"), (JsonTypes.Text, "text"), (JsonTypes.Number, "a number"), (JsonTypes.Integer, "a whole number"),
        (JsonTypes.Boolean, "true or false"), (JsonTypes.Null, "null"),
    ];

    private static string List(IReadOnlyList<string> names) =>
        names.Count <= MostNamed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNamed))} and {(names.Count - MostNamed).ToString(CultureInfo.InvariantCulture)} more";
}
