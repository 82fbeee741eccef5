using System.Globalization;
using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>Decisions of the rank judges on one thread, warm, per second of processor time (what else the machine does is not counted). One of many pairs of samples is judged each time, so that nothing is remembered.</summary>
internal static class JudgeBenchmark
{
    private const int Samples = 64;
    private const int Rounds = 5;
    private const int Batch = 20;

    /// <summary>Prints a table; true when every limit holds.</summary>
    public static bool Run(double seconds)
    {
        Console.WriteLine("| judge | points a side | decisions per second of processor time | limit | allocated |\n|---|---|---|---|---|");
        var holds = true;
        foreach (var (points, limit) in (IReadOnlyList<(int, int)>)[(20, 0), (60, 70_000), (240, 0), (720, 0), (2000, 5_000)])
        {
            Measure("kayenta-v1", points, 0, seconds, KayentaJudge.Judge);
            holds &= Measure("rank", points, limit, seconds, RankJudge.Judge);
        }

        return holds;
    }

    private static bool Measure(string name, int points, int limit, double seconds, Func<double[], double[], MetricOptions, MetricVerdict> judge)
    {
        var random = new Random(1);
        var (options, pairs) = (new MetricOptions(), Enumerable.Range(0, Samples).Select(_ => (Control: Sample(random, points), Experiment: Sample(random, points))).ToArray());
        var next = 0;
        Repeat(seconds, Once);
        var rates = new double[Rounds];
        var bytes = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (count, elapsed) = Repeat(seconds, Once);
            (rates[round], bytes) = (count / elapsed, (GC.GetAllocatedBytesForCurrentThread() - before) / count);
        }

        var rate = rates.Order().ElementAt(Rounds / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {points} | {rate:0} | {(limit > 0 ? limit : "")} | {bytes} B |"));
        return rate >= limit;

        void Once()
        {
            var (control, experiment) = pairs[next++ % Samples];
            judge(control, experiment, options);
        }
    }

    private static (int Count, double Seconds) Repeat(double seconds, Action action)
    {
        var (count, start, elapsed) = (0, Environment.CpuUsage.UserTime, 0.0);
        for (; elapsed < seconds; elapsed = (Environment.CpuUsage.UserTime - start).TotalSeconds)
        {
            for (var i = 0; i < Batch; i++, count++)
            {
                action();
            }
        }

        return (count, elapsed);
    }

    private static double[] Sample(Random random, int points) => [.. Enumerable.Range(0, points).Select(_ => 100 + (10 * Normal(random)))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
