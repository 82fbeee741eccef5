namespace PipelineKit.Canary;

/// <summary>Collects series whose values each stand for an interval, and puts them at the ends of the steps of a window.</summary>
internal sealed class StepSeries(TimeWindow window, MetricServerOptions options)
{
    private readonly Dictionary<string, Slot> _series = new(StringComparer.Ordinal);
    private readonly double _start = window.Start.ToUnixTimeSeconds();
    private readonly double _step = window.Step.TotalSeconds;

    /// <summary>The series of these labels.</summary>
    /// <exception cref="AnswerException">There are too many.</exception>
    public Slot Of(Dictionary<string, string> labels)
    {
        var key = CanonicalSeries.LabelText(labels);
        if (!_series.TryGetValue(key, out var slot))
        {
            if (_series.Count >= options.MaximumSeries || (long)(_series.Count + 1) * window.Count > options.MaximumSamples)
            {
                throw new AnswerException($"the answer has more than {_series.Count:N0} series of {window.Count:N0} steps; aggregate, or select fewer", isQuery: true);
            }

            _series.Add(key, slot = new Slot(labels, new double[window.Count], new bool[window.Count]));
        }

        return slot;
    }

    /// <summary>Adds the value of the interval of a step's length that begins at a time: to the step most of it lies in; one that lies outside of the window is left out.</summary>
    /// <returns>False when that step has a value already.</returns>
    public bool TryAdd(Slot slot, DateTimeOffset begin, double value)
    {
        var seconds = begin.ToUnixTimeMilliseconds() / 1000.0;
        var step = Math.Floor(((seconds - _start) / _step) + 0.5);
        if (step < 0 || step >= window.Count)
        {
            return true;
        }

        var index = (int)step;
        (var isFree, slot.Has[index], slot.Values[index]) = (!slot.Has[index], true, value);
        return isFree;
    }

    /// <summary>The series, those without any value left out.</summary>
    public List<Series> ToList()
    {
        var list = new List<Series>(_series.Count);
        foreach (var slot in _series.Values)
        {
            var found = new SampleList();
            for (var step = 0; step < window.Count; step++)
            {
                if (slot.Has[step])
                {
                    found.Add(window.EndOf(step).ToUnixTimeSeconds(), slot.Values[step]);
                }
            }

            if (found.Count > 0)
            {
                list.Add(found.ToSeries(slot.Labels));
            }
        }

        return list;
    }

    /// <summary>A series while it is collected.</summary>
    internal sealed class Slot(Dictionary<string, string> labels, double[] values, bool[] has)
    {
        public Dictionary<string, string> Labels => labels;

        public double[] Values => values;

        public bool[] Has => has;
    }
}
