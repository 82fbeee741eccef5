namespace PipelineKit.Canary;

/// <summary>Reads the lines of a metrics file.</summary>
internal sealed class OpenMetricsReader
{
    // As seconds this is the year 5138, as milliseconds 1973.
    private const double SmallestMilliseconds = 1e11;
    private readonly TextLines _lines;
    private readonly FileSeries _series;
    private readonly HashSet<string> _counters = new(StringComparer.Ordinal);
    private int _last;
    private int _firstSeconds;
    private int _firstMilliseconds;
    private int _bareCounter;
    private bool _hasEnd;

    public OpenMetricsReader(TextLines lines) => (_lines, _series) = (lines, new FileSeries(lines));

    public void Accept(ReadOnlySpan<char> line, int number)
    {
        if (_hasEnd)
        {
            throw _lines.Bad(number, "nothing may follow `# EOF`");
        }

        _last = number;
        if (line is ['#', ..])
        {
            Comment(line, number);
        }
        else if (!line.Trim().IsEmpty)
        {
            Sample(line, number);
        }
    }

    /// <summary>The series, when the file is complete.</summary>
    public List<Series> Finish(bool hasLastEnd)
    {
        if (_hasEnd)
        {
            return _firstMilliseconds > 0 ? throw _lines.Bad(_firstMilliseconds, "OpenMetrics has timestamps in seconds; this looks like milliseconds")
                : _bareCounter > 0 ? throw _lines.Bad(_bareCounter, "a counter's samples end with `_total` in OpenMetrics")
                : _series.ToList(1);
        }

        return _firstSeconds > 0 ? throw _lines.Bad(_last, $"the file ends without `# EOF`: it was cut, or it is the older format, whose timestamps are milliseconds (line {_firstSeconds} has not)")
            : !hasLastEnd ? throw _lines.Bad(_last, "the last line has no end: the file was cut")
            : _series.ToList(1000);
    }

    private void Comment(ReadOnlySpan<char> line, int number)
    {
        if (line.TrimEnd() is "# EOF")
        {
            _hasEnd = true;
        }
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            var rest = line[7..].Trim();
            var space = rest.IndexOf(' ');
            var type = space < 0 ? default : rest[(space + 1)..].Trim();
            if (type is not ("counter" or "gauge" or "histogram" or "gaugehistogram" or "summary" or "unknown" or "untyped" or "info" or "stateset"))
            {
                throw _lines.Bad(number, "a `# TYPE` line has a name and one of counter, gauge, histogram, gaugehistogram, summary, unknown, info, stateset");
            }

            if (type is "counter" && !rest[..space].EndsWith("_total", StringComparison.Ordinal))
            {
                _counters.Add(rest[..space].ToString());
            }
        }
    }

    private void Sample(ReadOnlySpan<char> line, int number)
    {
        var end = EndOfSeries(line, number);
        var text = line[..end];
        var samples = _series.Find(text) ?? New(text.ToString(), number);
        var rest = line[end..].Trim();
        var exemplar = rest.IndexOf(" # ", StringComparison.Ordinal);
        rest = exemplar < 0 ? rest : rest[..exemplar].TrimEnd();
        var space = rest.IndexOfAny(' ', '\t');
        if (space < 0)
        {
            throw _lines.Bad(number, "the sample has no timestamp; a file needs one on every sample");
        }

        if (!FileSeries.TryNumber(rest[..space], out var value))
        {
            throw _lines.Bad(number, $"`{rest[..space]}` is not a number");
        }

        var stamp = rest[(space + 1)..].Trim();
        if (!FileSeries.TryNumber(stamp, out var time) || !double.IsFinite(time))
        {
            throw _lines.Bad(number, $"`{stamp}` is not a timestamp");
        }

        if (time >= SmallestMilliseconds && time == Math.Floor(time))
        {
            _firstMilliseconds = _firstMilliseconds > 0 ? _firstMilliseconds : number;
        }
        else
        {
            _firstSeconds = _firstSeconds > 0 ? _firstSeconds : number;
        }

        _series.Sample(samples, time, value, number);
    }

    private SampleList New(string text, int number)
    {
        SeriesSelector selector;
        try
        {
            selector = SeriesSelector.Parse(text);
        }
        catch (QueryTextException e)
        {
            throw _lines.Bad(number, e.Problem + $" (column {e.Position + 1})", e);
        }

        var labels = new Dictionary<string, string>(selector.Matchers.Count + 1, StringComparer.Ordinal) { [SeriesSelector.NameLabel] = selector.Name };
        foreach (var matcher in selector.Matchers)
        {
            if (matcher.Operator != LabelOperator.Equal || !labels.TryAdd(matcher.Label, matcher.Value))
            {
                throw _lines.Bad(number, $"the label `{matcher.Label}` stands twice, or is not written `name=\"value\"`");
            }
        }

        _bareCounter = _bareCounter == 0 && _counters.Contains(selector.Name) ? number : _bareCounter;
        return _series.Add(text, labels, number);
    }

    // The series is everything up to the closing brace, or to the first space without one.
    private int EndOfSeries(ReadOnlySpan<char> line, int number)
    {
        var open = line.IndexOfAny('{', ' ', '\t');
        if (open <= 0)
        {
            throw _lines.Bad(number, "a line is a comment, or a name with labels, a value and a timestamp");
        }

        if (line[open] != '{')
        {
            return open;
        }

        var isQuoted = false;
        for (var at = open + 1; at < line.Length; at++)
        {
            if (line[at] == '\\' && isQuoted)
            {
                at++;
            }
            else if (line[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[at] == '}' && !isQuoted)
            {
                return at + 1;
            }
        }

        throw _lines.Bad(number, "the brace of the labels is not closed");
    }
}
