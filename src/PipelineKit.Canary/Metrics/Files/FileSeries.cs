using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>The series of a file while it is read.</summary>
internal sealed class FileSeries(TextLines lines)
{
    private const int Maximum = 200_000;
    private readonly Dictionary<string, SampleList> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SampleList> _byLabels = new(StringComparer.Ordinal);
    private readonly List<(Dictionary<string, string> Labels, SampleList Samples)> _all = [];

    /// <summary>The samples of what is written this way; null when it is new.</summary>
    public SampleList? Find(ReadOnlySpan<char> text) => _byText.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var samples) ? samples : null;

    /// <summary>The samples of these labels, also if they were written in another way before.</summary>
    public SampleList Add(string text, Dictionary<string, string> labels, int line)
    {
        var key = CanonicalSeries.LabelText(labels);
        if (!_byLabels.TryGetValue(key, out var samples))
        {
            if (_all.Count == Maximum)
            {
                throw lines.Bad(line, $"the file has more than {Maximum:N0} series");
            }

            samples = new SampleList();
            _byLabels.Add(key, samples);
            _all.Add((labels, samples));
        }

        _byText.Add(text, samples);
        return samples;
    }

    /// <summary>Adds a sample; times must rise.</summary>
    public void Sample(SampleList samples, double time, double value, int line)
    {
        if (samples.Count > 0 && time <= samples.LastTime)
        {
            throw lines.Bad(line, "the samples of a series must be in the order of time, each time once");
        }

        samples.Add(time, value);
    }

    /// <summary>All of them, with times divided.</summary>
    public List<Series> ToList(double divisor)
    {
        var list = new List<Series>(_all.Count);
        foreach (var (labels, samples) in _all)
        {
            var series = samples.ToSeries(labels);
            for (var i = 0; i < series.Times.Length && divisor > 1; i++)
            {
                series.Times[i] /= divisor;
            }

            list.Add(series);
        }

        return list;
    }

    /// <summary>A number as metrics files have it.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        double? special = text switch
        {
            "NaN" => double.NaN,
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => null,
        };
        value = special ?? 0;
        return special is not null || (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));
    }
}
