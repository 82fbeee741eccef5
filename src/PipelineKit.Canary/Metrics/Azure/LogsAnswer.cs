using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>Reads the answer of a query of Azure Monitor Logs: a column of time, one of numbers, and all others are labels.</summary>
internal static class LogsAnswer
{
    private const string Remedy = "end the query as in `summarize value = count() by bin(TimeGenerated, {{ step }})`, with text columns for what tells series apart";

    public static SeriesSet Read(JsonElement answer, TimeWindow window, MetricServerOptions options)
    {
        var tables = answer.GetProperty("tables");
        if (tables.GetArrayLength() == 0)
        {
            throw Bad("it has no table", isQuery: false);
        }

        List<string> warnings = answer.TryGetProperty("error", out var error) ? [RefusalText.OfError(error) is { Length: > 0 } said ? said : "the answer is partial"] : [];
        var columns = Columns(tables[0].GetProperty("columns"));
        var (time, value) = (Only(columns, IsTime, "time"), Only(columns, IsNumber, "numbers"));
        var series = new StepSeries(window, options);
        foreach (var row in tables[0].GetProperty("rows").EnumerateArray())
        {
            if (row.GetArrayLength() != columns.Count)
            {
                throw Bad("a row has not one value for each column", isQuery: false);
            }

            // Null is neither a time nor a number: nothing was measured.
            if (row[time].ValueKind == JsonValueKind.Null || row[value].ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var labels = new Dictionary<string, string>(columns.Count, StringComparer.Ordinal);
            for (var i = 0; i < columns.Count; i++)
            {
                if (i != time && i != value && Text(row[i]) is { Length: > 0 } text)
                {
                    labels[columns[i].Name] = text;
                }
            }

            if (!series.TryAdd(series.Of(labels), row[time].GetDateTimeOffset(), Number(row[value])))
            {
                throw Bad($"two rows of {CanonicalSeries.LabelText(labels)} lie in one step; {Remedy}", isQuery: true);
            }
        }

        return new SeriesSet(series.ToList(), warnings);
    }

    private static List<Column> Columns(JsonElement columns) => [.. columns.EnumerateArray().Select(c => new Column(c.GetProperty("name").GetString() ?? "", c.GetProperty("type").GetString() ?? ""))];

    private static int Only(List<Column> columns, Predicate<Column> fits, string what)
    {
        var index = columns.FindIndex(fits);
        return index >= 0 && columns.FindLastIndex(fits) == index
            ? index
            : throw Bad($"it has {(index < 0 ? "no column" : "more than one column")} of {what} ({string.Join(", ", columns.Select(c => $"{c.Name}: {c.Type}"))}); {Remedy}", isQuery: true);
    }

    private static bool IsTime(Column column) => column.Type == "datetime";

    private static bool IsNumber(Column column) => column.Type is "long" or "int" or "real" or "decimal";

    private static string Text(JsonElement value) => value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Null => "", _ => value.GetRawText() };

    // NaN, infinities and decimals come as text.
    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var text => double.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static AnswerException Bad(string problem, bool isQuery) => new("the answer cannot be used: " + problem, isQuery);

    private sealed class Column(string name, string type)
    {
        public string Name => name;

        public string Type => type;
    }
}
