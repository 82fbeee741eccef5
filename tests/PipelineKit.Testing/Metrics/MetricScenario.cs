using System.Globalization;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>What happens to a canary in a made-up rollout.</summary>
public enum Rollout
{
    /// <summary>Nothing: it is as good as the baseline.</summary>
    Good,

    /// <summary>Twice as many errors.</summary>
    ErrorsTwice,

    /// <summary>Everything takes half as long again.</summary>
    Latency,

    /// <summary>It has no metrics at all.</summary>
    NoData,

    /// <summary>It has next to no traffic.</summary>
    LowTraffic,

    /// <summary>As good as the baseline at first, five times as many errors in the last 40 %.</summary>
    Late,
}

/// <summary>
/// Metrics of a made-up rollout in the text format of OpenMetrics, the same for the same arguments: requests by code, a histogram of their duration and a
/// gauge, of two pods an arm, a sample every 15 s; labels track, digest, pod, service and code.
/// </summary>
public sealed class MetricScenario
{
    /// <summary>What runs as baseline.</summary>
    public static readonly string BaselineDigest = "sha256:" + new string('b', 64);

    /// <summary>What runs as canary.</summary>
    public static readonly string CanaryDigest = "sha256:" + new string('c', 64);

    /// <summary>When the last sample is, unless told otherwise: 2024-05-01T01:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultEnd = DateTimeOffset.FromUnixTimeSeconds(1714525200);

    private const int Interval = 15;
    private const double Requests = 150;
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly StringBuilder _text = new();
    private readonly Rollout _rollout;
    private readonly DateTimeOffset _end;
    private readonly int _samples;
    private ulong _random;

    private MetricScenario(Rollout rollout, DateTimeOffset end, int minutes, ulong seed) =>
        (_rollout, _end, _samples, _random) = (rollout, end, (minutes * 60 / Interval) + 1, seed);

    /// <summary>The file.</summary>
    /// <param name="rollout">What happens.</param>
    /// <param name="end">When the last sample is; null for <see cref="DefaultEnd"/>.</param>
    /// <param name="minutes">How long it is.</param>
    /// <param name="seed">Of the random numbers.</param>
    public static string OpenMetrics(Rollout rollout, DateTimeOffset? end = null, int minutes = 60, ulong seed = 1)
    {
        var scenario = new MetricScenario(rollout, end ?? DefaultEnd, minutes, seed);
        scenario.Write();
        return scenario._text.ToString();
    }

    private void Write()
    {
        _text.Append("# TYPE http_requests counter\n");
        ForPods((track, pod, labels) =>
        {
            Counter($"http_requests_total{{{labels},code=\"200\"}}", pod, i => Poisson(Rate(track, i) * 0.99));
            Counter($"http_requests_total{{{labels},code=\"500\"}}", pod, i => Poisson(Rate(track, i) * 0.01 * Worse(track, i)));
        });
        _text.Append("# TYPE http_request_duration_seconds histogram\n");
        ForPods(Histogram);
        _text.Append("# TYPE process_resident_memory_bytes gauge\n# UNIT process_resident_memory_bytes bytes\n");
        ForPods((_, _, labels) => Series($"process_resident_memory_bytes{{{labels}}}", _ => 2e8 * (1 + (0.02 * Normal()))));
        _text.Append("# EOF\n");
    }

    private void ForPods(Action<string, int, string> write)
    {
        foreach (var track in _rollout == Rollout.NoData ? ["baseline"] : (string[])["baseline", "canary"])
        {
            for (var pod = 0; pod < 2; pod++)
            {
                write(track, pod, $"track=\"{track}\",digest=\"{(track == "canary" ? CanaryDigest : BaselineDigest)}\",pod=\"shop-{track}-{pod}\",service=\"shop\"");
            }
        }
    }

    private double Rate(string track, int sample) => (_rollout == Rollout.LowTraffic && track == "canary" ? 0.3 : Requests) * (1 + (0.2 * Math.Sin(sample / 40.0)));

    private double Worse(string track, int sample) => track != "canary" ? 1 : _rollout switch
    {
        Rollout.ErrorsTwice => 2,
        Rollout.Late when sample > _samples * 0.6 => 5,
        _ => 1,
    };

    private void Histogram(string track, int pod, string labels)
    {
        var middle = Math.Log(track == "canary" && _rollout == Rollout.Latency ? 0.15 : 0.1);
        var buckets = new double[Bounds.Length + 1][];
        var sum = new double[_samples];
        for (var b = 0; b < buckets.Length; b++)
        {
            var (low, high) = (b == 0 ? 0 : Below(Bounds[b - 1], middle), b == Bounds.Length ? 1 : Below(Bounds[b], middle));
            buckets[b] = new double[_samples];
            for (var i = 1; i < _samples; i++)
            {
                buckets[b][i] = buckets[b][i - 1] + Poisson(Rate(track, i) * (high - low));
            }

            for (var i = 0; i < _samples; i++)
            {
                sum[i] += buckets[b][i];
            }
        }

        var within = new double[_samples];
        for (var b = 0; b < buckets.Length; b++)
        {
            for (var i = 0; i < _samples; i++)
            {
                within[i] += buckets[b][i];
            }

            Series($"http_request_duration_seconds_bucket{{{labels},le=\"{(b == Bounds.Length ? "+Inf" : Bounds[b].ToString("0.0##", CultureInfo.InvariantCulture))}\"}}", i => within[i]);
        }

        Series($"http_request_duration_seconds_count{{{labels}}}", i => sum[i]);
        Series($"http_request_duration_seconds_sum{{{labels}}}", i => sum[i] * 0.12);
    }

    private static double Below(double bound, double middle) => NormalBelow((Math.Log(bound) - middle) / 0.6);

    private void Counter(string series, int pod, Func<int, double> increase)
    {
        var value = series.Contains("baseline", StringComparison.Ordinal) ? 100_000.0 * (pod + 1) : 0;
        Series(series, i => value += i == 0 ? 0 : increase(i));
    }

    private void Series(string series, Func<int, double> value)
    {
        for (var i = 0; i < _samples; i++)
        {
            var time = _end.ToUnixTimeSeconds() - ((_samples - 1 - i) * Interval);
            _text.Append(CultureInfo.InvariantCulture, $"{series} {value(i):R} {time}\n");
        }
    }

    // SplitMix64.
    private double Uniform()
    {
        var z = _random += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (((z ^ (z >> 31)) >> 11) + 0.5) / (1UL << 53);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private double Poisson(double mean)
    {
        if (mean > 50)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var (count, product, limit) = (-1, 1.0, Math.Exp(-mean));
        for (; product > limit; count++)
        {
            product *= Uniform();
        }

        return count;
    }

    // Abramowitz and Stegun, 26.2.17.
    private static double NormalBelow(double x)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        var tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x < 0 ? tail : 1 - tail;
    }
}
