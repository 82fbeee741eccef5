using System.Text;

namespace PipelineKit.Canary;

/// <summary>
/// A query with places to fill in: <c>{{ scope.matcher }}</c> (the label conditions of an arm), <c>{{ scope.digest }}</c> and <c>{{ scope.labels.NAME }}</c>
/// (within quotes; escaped, and taken literally after <c>=~</c>, <c>!~</c> and in KQL <c>matches regex</c>), <c>{{ window }}</c> and <c>{{ step }}</c> (durations in seconds such as <c>60s</c>).
/// Both arms are asked by the same template. In KQL the conditions become a predicate in parentheses.
/// </summary>
public sealed class MetricQueryTemplate
{
    private const int MaximumLength = 64 << 10;
    private const string LabelPrefix = "scope.labels.";
    private readonly string _text;
    private readonly List<TemplatePart> _parts;
    private readonly bool _isKusto;

    private MetricQueryTemplate(string text, bool isMatcher, bool isKusto) => (_text, _parts, _isKusto) = (text, Parts(text, isMatcher, isKusto), isKusto);

    /// <summary>Reads a query; it must have a place for something of the scope, since otherwise both arms would be the same and every canary would pass.</summary>
    /// <param name="text">The query.</param>
    /// <param name="dialect">What it is written in.</param>
    /// <exception cref="QueryTextException">A name is unknown, a brace is not closed, a place cannot be filled safely, or none is of the scope.</exception>
    public static MetricQueryTemplate Parse(string text, SourceDialect dialect = SourceDialect.Prometheus)
    {
        var template = new MetricQueryTemplate(text, isMatcher: false, dialect == SourceDialect.Kusto);
        return template._parts.Exists(p => p.Name.StartsWith("scope.", StringComparison.Ordinal))
            ? template
            : throw new QueryTextException(text, 0, "Nothing in this query tells the arms apart: write " + (template._isKusto ? "`| where {{ scope.matcher }}`" : "`{{ scope.matcher }}` between the braces of its selectors"));
    }

    /// <summary>Reads the label conditions of an arm (<see cref="ArmScope.Matcher"/>), which may need nothing filled in and cannot contain themselves.</summary>
    /// <exception cref="QueryTextException">As <see cref="Parse"/>.</exception>
    public static MetricQueryTemplate ParseMatcher(string text) => new(text, isMatcher: true, isKusto: false);

    /// <summary>The label conditions of an arm with everything filled in.</summary>
    /// <exception cref="QueryTextException">They are not conditions such as <c>label="value"</c>, or a label is not given.</exception>
    public static string MatcherOf(ArmScope scope, TimeWindow window)
    {
        var text = ParseMatcher(scope.Matcher).Fill(scope, window, matcher: "");
        SeriesSelector.ParseMatchers(text);
        return text.Trim().TrimEnd(',');
    }

    /// <summary>The query of an arm.</summary>
    /// <exception cref="QueryTextException">A label is not given, or the arm's matcher cannot be read.</exception>
    public string Render(ArmScope scope, TimeWindow window)
    {
        var matcher = Uses("scope.matcher") ? MatcherOf(scope, window) : "";
        return Fill(scope, window, _isKusto ? KustoQuote.Predicate(SeriesSelector.ParseMatchers(matcher)) : matcher);
    }

    /// <inheritdoc />
    public override string ToString() => _text;

    /// <summary>Whether it has a place of this name.</summary>
    internal bool Uses(string name) => _parts.Exists(p => p.Name == name);

    private static List<TemplatePart> Parts(string text, bool isMatcher, bool isKusto)
    {
        if (text.Length > MaximumLength)
        {
            throw new QueryTextException(text, MaximumLength, $"A query has at most {MaximumLength} characters");
        }

        var parts = new TemplateReader(text, isKusto).Read();
        foreach (var part in parts)
        {
            Check(text, part, isMatcher);
            if (isKusto && part.Quote == '`')
            {
                throw new QueryTextException(text, part.Position, "A string of KQL that takes everything literally (`@\"...\"`, or of several lines) cannot be filled safely; write plain quotes");
            }
        }

        return parts;
    }

    private static void Check(string text, TemplatePart part, bool isMatcher)
    {
        var isLabel = part.Name.StartsWith(LabelPrefix, StringComparison.Ordinal) && part.Name.Length > LabelPrefix.Length;
        if (!isLabel && part.Name is not ("" or "scope.matcher" or "scope.digest" or "window" or "step"))
        {
            throw new QueryTextException(text, part.Position, $"`{part.Name}` is not known; there are scope.matcher, scope.digest, scope.labels.NAME, window and step");
        }

        if (part.Name == "scope.matcher" && (isMatcher || part.Quote != '\0'))
        {
            throw new QueryTextException(text, part.Position, isMatcher ? "The conditions of an arm cannot contain themselves" : "`{{ scope.matcher }}` stands outside of quotes: in PromQL between braces, in KQL after `where`");
        }

        if (part.Name == "scope.digest" && part.Quote == '\0')
        {
            throw new QueryTextException(text, part.Position, "`{{ scope.digest }}` stands within quotes");
        }
    }

    private string Fill(ArmScope scope, TimeWindow window, string matcher)
    {
        var text = new StringBuilder(_text.Length + 128);
        foreach (var part in _parts)
        {
            text.Append(part.Name switch
            {
                "" => part.Literal,
                "scope.matcher" => matcher,
                "scope.digest" => Quoted(part, scope.Digest.Text),
                "window" => $"{(long)(window.Step * window.Count).TotalSeconds}s",
                "step" => $"{(long)window.Step.TotalSeconds}s",
                _ => Label(part, scope),
            });
        }

        return text.ToString();
    }

    private string Label(TemplatePart part, ArmScope scope)
    {
        if (!scope.Labels.TryGetValue(part.Name[LabelPrefix.Length..], out var value))
        {
            throw new QueryTextException(_text, part.Position, $"No value is given for `{part.Name[LabelPrefix.Length..]}`; give it under `labels`");
        }

        var isName = value.Length > 0 && !char.IsAsciiDigit(value[0]) && value.AsSpan().IndexOfAnyExcept(TemplateReader.NameCharacters) < 0 && !(_isKusto && value.Contains(':', StringComparison.Ordinal));
        return part.Quote != '\0' ? Quoted(part, value) : isName ? value : throw new QueryTextException(_text, part.Position, $"`{value}` is not a name; within quotes it could be any text");
    }

    private string Quoted(TemplatePart part, string value)
    {
        if (part.Quote == '`' && value.Contains('`', StringComparison.Ordinal))
        {
            throw new QueryTextException(_text, part.Position, "A value with a back-tick cannot stand between back-ticks; write double quotes");
        }

        var text = part.IsRegex ? PromQuote.Regex(value) : value;
        return part.Quote == '`' ? text : _isKusto ? KustoQuote.Inner(text, part.Quote) : PromQuote.Inner(text, part.Quote);
    }
}
