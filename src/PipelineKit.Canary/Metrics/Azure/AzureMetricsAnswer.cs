using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>Reads the answer of the list of metrics.</summary>
internal static class AzureMetricsAnswer
{
    /// <summary>Adds what it says to the series of a window.</summary>
    /// <returns>What the service warned of.</returns>
    public static List<string> Read(JsonElement answer, AzureMetricsRequest request, string interval, StepSeries series)
    {
        if (answer.TryGetProperty("interval", out var given) && given.GetString() is { } other && other != interval)
        {
            throw new AnswerException($"steps of {interval} were asked for, and the answer has steps of {other}; this metric is not kept in such steps", isQuery: true);
        }

        var warnings = new List<string>();
        foreach (var metric in answer.GetProperty("value").EnumerateArray())
        {
            if (metric.TryGetProperty("errorCode", out var code) && code.GetString() is { } word && word != "Success")
            {
                warnings.Add(metric.TryGetProperty("errorMessage", out var message) && message.GetString() is { Length: > 0 } said ? said : word);
            }

            var list = metric.GetProperty("timeseries");
            if (list.GetArrayLength() >= AzureMetricsRequest.MaximumSeries)
            {
                warnings.Add($"the answer has {list.GetArrayLength()} series, and may lack others");
            }

            foreach (var one in list.EnumerateArray())
            {
                Add(one, request, series);
            }
        }

        return warnings;
    }

    private static void Add(JsonElement one, AzureMetricsRequest request, StepSeries series)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [SeriesSelector.NameLabel] = request.Metric };
        if (one.TryGetProperty("metadatavalues", out var dimensions))
        {
            foreach (var dimension in dimensions.EnumerateArray())
            {
                labels[dimension.GetProperty("name").GetProperty("value").GetString() ?? throw new FormatException("a dimension has no name")] = dimension.GetProperty("value").GetString() ?? "";
            }
        }

        var slot = series.Of(labels);
        foreach (var point in one.GetProperty("data").EnumerateArray())
        {
            // A point without the value is one at which nothing was measured.
            if (point.TryGetProperty(request.Aggregation, out var value)
                && value.ValueKind != JsonValueKind.Null
                && !series.TryAdd(slot, point.GetProperty("timeStamp").GetDateTimeOffset(), value.GetDouble()))
            {
                throw new AnswerException("the answer cannot be used: two points of a series lie in one step", isQuery: false);
            }
        }
    }
}
