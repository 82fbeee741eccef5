namespace PipelineKit.Canary;

/// <summary>Samples of one series while they are read.</summary>
internal sealed class SampleList
{
    private double[] _times = new double[64];
    private double[] _values = new double[64];

    public int Count { get; private set; }

    public double LastTime => _times[Count - 1];

    public void Add(double time, double value)
    {
        if (Count == _times.Length)
        {
            Array.Resize(ref _times, Count * 2);
            Array.Resize(ref _values, Count * 2);
        }

        (_times[Count], _values[Count]) = (time, value);
        Count++;
    }

    public void Clear() => Count = 0;

    public Series ToSeries(IReadOnlyDictionary<string, string> labels) => new(labels, _times.AsSpan(0, Count).ToArray(), _values.AsSpan(0, Count).ToArray());
}
