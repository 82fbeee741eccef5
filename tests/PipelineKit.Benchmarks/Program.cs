using System.Globalization;
using PipelineKit.Benchmarks;

// Usage: PipelineKit.Benchmarks BINARY [ROUNDS] [--peers]
var words = args.Where(a => a != "--peers").ToArray();
if (words.Length is 0 or > 2 || !File.Exists(words[0]))
{
    await Console.Error.WriteLineAsync("usage: PipelineKit.Benchmarks BINARY [ROUNDS] [--peers]; BINARY is the published program");
    return 2;
}

var rounds = words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 5;
var table = new ResultTable();
await using var registry = new MockRegistry(TimeSpan.FromMilliseconds(50));
var benchmark = new DigestPinBenchmark(Path.GetFullPath(words[0]), rounds, registry, table);
await benchmark.PinAsync();
await benchmark.ScanAsync();
if (args.Contains("--peers", StringComparer.Ordinal))
{
    await benchmark.SkopeoAsync();
}

Console.Write(table);
return table.AnyOver ? 1 : 0;
