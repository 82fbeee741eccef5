namespace PipelineKit.Evidence;

/// <summary>The metrics of a vector: <c>AV:N/AC:L/...</c>.</summary>
internal readonly ref struct CvssMetrics
{
    private readonly ReadOnlySpan<char> _text;

    public CvssMetrics(ReadOnlySpan<char> text)
    {
        _text = text;
        IsValid = AreMetrics(text);
    }

    /// <summary>Whether every part is a name and a value in upper case, and no name stands twice.</summary>
    public bool IsValid { get; }

    /// <summary>Where in the allowed values the value of a metric stands; -1 when it is missing or another.</summary>
    /// <param name="name">The metric: <c>AV</c>.</param>
    /// <param name="values">The allowed values, one letter each.</param>
    public int Get(string name, string values)
    {
        foreach (var range in _text.Split('/'))
        {
            var metric = _text[range];
            if (metric.Length == name.Length + 2 && metric.StartsWith(name, StringComparison.Ordinal) && metric[name.Length] == ':')
            {
                return values.IndexOf(metric[^1], StringComparison.Ordinal);
            }
        }

        return -1;
    }

    private static bool AreMetrics(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd('/');
        foreach (var range in text.Split('/'))
        {
            var metric = text[range];
            var colon = metric.IndexOf(':');
            if (colon is < 1 or > 3 || !IsWord(metric[..colon]) || !IsWord(metric[(colon + 1)..]) || Count(text, metric[..(colon + 1)]) > 1)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetter(c))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static int Count(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        var count = 0;
        foreach (var range in text.Split('/'))
        {
            count += text[range].StartsWith(name, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
