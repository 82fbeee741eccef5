using System.Globalization;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>
/// What is asked of Azure Monitor metrics, out of a selector: its labels are dimensions, but for <c>__name__</c> (the metric), <c>__namespace__</c>, <c>__aggregation__</c> (<c>total</c> for counts and
/// <c>average</c> for values, if not said) and <c>__resource__</c> (the id of another resource, or what comes after the usual one's, such as <c>/slots/canary</c>).
/// </summary>
internal sealed class AzureMetricsRequest
{
    /// <summary>The most series an answer is asked to have; without it there are ten.</summary>
    public const int MaximumSeries = 1000;

    private static readonly string[] Aggregations = ["total", "count", "average", "maximum", "minimum"];

    /// <summary>The id of the resource.</summary>
    public required string Resource { get; init; }

    /// <summary>The name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Its namespace; empty for that of the resource's type.</summary>
    public required string Namespace { get; init; }

    /// <summary>The member of the answer that is read.</summary>
    public required string Aggregation { get; init; }

    /// <summary>The condition on dimensions; empty for none.</summary>
    public required string Filter { get; init; }

    /// <summary>Reads a selector.</summary>
    /// <param name="text">The selector.</param>
    /// <param name="usual">The resource that is meant when it names none.</param>
    /// <param name="isCount">Whether events are counted.</param>
    /// <exception cref="QueryTextException">It cannot be asked.</exception>
    public static AzureMetricsRequest Parse(string text, string usual, bool isCount)
    {
        var selector = SeriesSelector.Parse(text);
        var (name, space, aggregation, resource, filter) = (selector.Name, "", isCount ? "total" : "average", usual, new StringBuilder());
        foreach (var matcher in selector.Matchers)
        {
            if (!matcher.Label.StartsWith("__", StringComparison.Ordinal))
            {
                filter.Append(filter.Length > 0 ? " and " : "").Append(Condition(text, matcher));
                continue;
            }

            var value = matcher.Operator == LabelOperator.Equal ? matcher.Value : throw Bad(text, $"`{matcher.Label}` is compared by `=` only");
            _ = matcher.Label switch
            {
                "__name__" => name = value,
                "__namespace__" => space = value,
                "__aggregation__" => aggregation = value,
                "__resource__" => resource = value.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) ? value : usual + value,
                _ => throw Bad(text, $"`{matcher.Label}` is not known; there are __name__, __namespace__, __aggregation__ and __resource__, and dimensions"),
            };
        }

        if (name.Length == 0 || name.Contains(',', StringComparison.Ordinal))
        {
            throw Bad(text, "The name of one metric is needed, as in `{__name__=\"requests/failed\"}`");
        }

        if (Array.IndexOf(Aggregations, aggregation) < 0 || (isCount && aggregation is not ("total" or "count")))
        {
            throw Bad(text, isCount ? "Events are counted by `__aggregation__=\"total\"` or `\"count\"`" : $"`__aggregation__` is one of {string.Join(", ", Aggregations)}");
        }

        return IsResource(resource)
            ? new AzureMetricsRequest { Resource = resource, Metric = name, Namespace = space, Aggregation = aggregation, Filter = filter.ToString() }
            : throw Bad(text, $"`{resource}` is no id of a resource");
    }

    /// <summary>Whether a text is the id of a resource, with nothing in it that would lead elsewhere.</summary>
    public static bool IsResource(string text) =>
        text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase)
        && !text.EndsWith('/')
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.Contains("//", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '(' or ')');

    /// <summary>A stretch of time as the services take it (ISO 8601).</summary>
    public static string Span(DateTimeOffset start, DateTimeOffset end) => string.Create(CultureInfo.InvariantCulture, $"{start.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z/{end.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z");

    /// <summary>Path and parameters.</summary>
    public string Target(DateTimeOffset start, DateTimeOffset end, string interval)
    {
        var target = new StringBuilder(Resource).Append("/providers/Microsoft.Insights/metrics?api-version=2023-10-01");
        Add("metricnames", Metric);
        Add("timespan", Span(start, end));
        Add("interval", interval);
        Add("aggregation", Aggregation);
        Add("metricnamespace", Namespace);
        Add("$filter", Filter);
        Add("top", Filter.Length > 0 ? MaximumSeries.ToString(CultureInfo.InvariantCulture) : "");
        return target.ToString();

        void Add(string name, string value) => _ = value.Length == 0 ? target : target.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    // Values of one dimension stand beside each other, without parentheses.
    private static string Condition(string text, LabelMatcher matcher)
    {
        if (!matcher.Label.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.' or '-' or ' '))
        {
            throw Bad(text, $"`{matcher.Label}` is no name of a dimension");
        }

        var values = matcher is { Operator: LabelOperator.Match, Value: ".+" or ".*" } ? ["*"] : matcher.Values ?? throw Bad(text, $"`{matcher}` cannot be asked of Azure Monitor, which knows `=`, `=~\"one|two\"` and `=~\".+\"` (each value on its own)");
        return string.Join(" or ", values.Select(v => $"{matcher.Label} eq '{v.Replace("'", "''", StringComparison.Ordinal)}'"));
    }

    private static QueryTextException Bad(string text, string problem) => new(text, 0, problem);
}
