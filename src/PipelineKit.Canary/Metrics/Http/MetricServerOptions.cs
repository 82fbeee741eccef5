using System.Security.Cryptography;

namespace PipelineKit.Canary;

/// <summary>How patiently a server is asked, and how much of an answer is taken.</summary>
public sealed record MetricServerOptions
{
    /// <summary>For one try, from the request to the end of its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is tried that may succeed later.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>The first wait is at most this long, each further one twice the one before.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Which part of the longest wait is waited: 0 to 1.</summary>
    public Func<double> Jitter { get; init; } = static () => RandomNumberGenerator.GetInt32(1001) / 1000.0;

    /// <summary>Bytes of an answer.</summary>
    public long MaximumBytes { get; init; } = 64 << 20;

    /// <summary>Series of an answer.</summary>
    public int MaximumSeries { get; init; } = 10_000;

    /// <summary>Samples of an answer.</summary>
    public int MaximumSamples { get; init; } = 4_000_000;

    /// <summary>Steps of one query: Prometheus takes 11,000, Azure Monitor gives a day of minutes.</summary>
    public int MaximumPoints { get; init; } = 11_000;
}
