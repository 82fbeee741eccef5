namespace PipelineKit.Canary;

/// <summary>Asks a source, at most eight questions at a time and none twice.</summary>
internal sealed class QueryRunner(IMetricSource source, CancellationToken cancellation) : IDisposable
{
    private const int AtOnce = 8;
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Dictionary<string, Task<SeriesSet>> _asked = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public string SourceName => source.Name;

    public SourceDialect Dialect => source.Dialect;

    /// <summary>Whether counts come for each step, and not as counters.</summary>
    public bool IsCounted => source.Dialect != SourceDialect.Prometheus;

    public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window) => OnceAsync(selector, window, isSamples: true);

    public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window) => OnceAsync(expression, window, isSamples: false);

    public void Dispose() => _turns.Dispose();

    private Task<SeriesSet> OnceAsync(string text, TimeWindow window, bool isSamples)
    {
        var key = $"{(isSamples ? 's' : 'v')} {window.Start.ToUnixTimeSeconds()} {window.Step.TotalSeconds} {window.Count} {text}";
        lock (_lock)
        {
            if (!_asked.TryGetValue(key, out var asked))
            {
                _asked.Add(key, asked = AskAsync(text, window, isSamples));
            }

            return asked;
        }
    }

    private async Task<SeriesSet> AskAsync(string text, TimeWindow window, bool isSamples)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return isSamples ? await source.SamplesAsync(text, window, cancellation) : await source.ValuesAsync(text, window, cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }
}
