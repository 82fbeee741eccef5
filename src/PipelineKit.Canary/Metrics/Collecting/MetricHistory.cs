namespace PipelineKit.Canary;

/// <summary>
/// The time before a window that gauges and the dispersion of counts are measured on. It remembers what was read: give the same object to every look of a
/// watch, whose windows all have the same start.
/// </summary>
public sealed class MetricHistory
{
    private readonly Dictionary<string, Task<MetricPast>> _read = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Creates it.</summary>
    /// <param name="windows">How many windows, right before the one that is judged; 0 for none.</param>
    /// <param name="steps">How many steps each has: those of the whole rollout, however far it is.</param>
    public MetricHistory(int windows, int steps) => (Windows, Steps) = (windows, steps);

    /// <summary>How many windows.</summary>
    public int Windows { get; }

    /// <summary>How many steps each has.</summary>
    public int Steps { get; }

    internal async Task<MetricPast> OnceAsync(string metric, TimeWindow window, Func<Task<MetricPast>> read)
    {
        var key = $"{window.Start.ToUnixTimeSeconds()} {window.Step.TotalSeconds} {metric}";
        Task<MetricPast>? task;
        lock (_lock)
        {
            if (!_read.TryGetValue(key, out task) || task.IsFaulted || task.IsCanceled)
            {
                _read[key] = task = read();
            }
        }

        return await task;
    }
}

/// <summary>What was before.</summary>
/// <param name="Dispersion">Of counts.</param>
/// <param name="First">Gauges: values of one side of all windows, the oldest first.</param>
/// <param name="Second">Those of the other side.</param>
internal sealed record MetricPast(double Dispersion, double[] First, double[] Second)
{
    public static MetricPast None { get; } = new(1, [], []);
}
