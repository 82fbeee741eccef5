using System.Globalization;
using PipelineKit.Benchmarks;

// Usage: PipelineKit.Benchmarks digest-pin|render BINARY [ROUNDS] [--peers] | parts [SECONDS] | sigstore-verify DATA [SECONDS] [NODE_MODULES] [--peers] | sigstore-process BINARY DATA [ROUNDS] | sign [ROUNDS]
//    | judges [SECONDS] | canary-bench [ROUNDS] [alpha|power|releases] | canary-sources [ROUNDS] | sbom-validate BINARY [ROUNDS] | scan-gate BINARY [ROUNDS] | scan-gate-report FILE | scan-gate-read FILE [ROUNDS]
//    | copy SOURCE TARGET [--known] | copy-beside-skopeo CLIENT [ROUNDS]
var words = args.Where(a => a != "--peers").ToArray();
var peers = args.Contains("--peers", StringComparer.Ordinal);
if (words is ["parts", ..])
{
    return new PartsBenchmark(words.Length > 1 ? double.Parse(words[1], CultureInfo.InvariantCulture) : 1).Run() ? 0 : 1;
}

if (words is ["sigstore-verify", var data, ..])
{
    var modules = peers ? Path.GetFullPath(words.Length > 3 ? words[3] : "tests/peers/node_modules") : null;
    return await new SigstoreVerify(data, words.Length > 2 ? double.Parse(words[2], CultureInfo.InvariantCulture) : 1).RunAsync(modules) ? 0 : 1;
}

if (words is ["copy", var source, var place, ..])
{
    await CopyClient.RunAsync(source, place, words.Contains("--known", StringComparer.Ordinal));
    return 0;
}

if (words is ["copy-beside-skopeo", var client, ..])
{
    return await new CopyBenchmark(words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 5).RunAsync(client) ? 0 : 1;
}

if (words is ["scan-gate-report", var target])
{
    BigReport.Write(target);
    return 0;
}

if (words is ["scan-gate-read", var report, ..])
{
    ScanGateBenchmark.Read(report, words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 5);
    return 0;
}

if (words is ["scan-gate", var gate, ..] && File.Exists(gate))
{
    var gates = new ResultTable();
    await new ScanGateBenchmark(words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 5, gates).RunAsync(Path.GetFullPath(gate));
    Console.Write(gates);
    return gates.AnyOver ? 1 : 0;
}

if (words is ["sbom-validate", var validator, ..] && File.Exists(validator))
{
    var boms = new ResultTable();
    await new BomBenchmark(Path.GetFullPath(validator), words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 5, boms).RunAsync();
    Console.Write(boms);
    return boms.AnyOver ? 1 : 0;
}

if (words is ["judges", ..])
{
    return JudgeBenchmark.Run(words.Length > 1 ? double.Parse(words[1], CultureInfo.InvariantCulture) : 1) ? 0 : 1;
}

if (words is ["canary-sources", ..])
{
    var (sources, holds) = await CanarySourcesBenchmark.RunAsync(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 7);
    Console.Write(sources);
    return holds ? 0 : 1;
}

if (words is ["canary-bench"] or ["canary-bench", _] or ["canary-bench", _, "alpha" or "power" or "releases"])
{
    return CanaryBench.Run(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 2000, words.Length > 2 ? words[2] : "", Console.Out) ? 0 : 1;
}

if (words is ["sign", ..])
{
    return await SigstoreSign.RunAsync(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 3) ? 0 : 1;
}

if (words is ["sigstore-process", var program, var bundles, ..])
{
    var starts = new ResultTable();
    await new SigstoreProcess(Path.GetFullPath(program), bundles, words.Length > 3 ? int.Parse(words[3], CultureInfo.InvariantCulture) : 5, starts).RunAsync();
    Console.Write(starts);
    return starts.AnyOver ? 1 : 0;
}

if (words is not (["digest-pin" or "render", _] or ["digest-pin" or "render", _, _]) || !File.Exists(words[1]))
{
    await Console.Error.WriteLineAsync(
        "usage: PipelineKit.Benchmarks digest-pin|render BINARY [ROUNDS] [--peers], parts [SECONDS], sigstore-verify DATA [SECONDS] [NODE_MODULES] [--peers], sigstore-process BINARY DATA [ROUNDS], sign [ROUNDS], judges [SECONDS], canary-bench [ROUNDS] [alpha|power|releases], canary-sources [ROUNDS], scan-gate BINARY [ROUNDS], scan-gate-report FILE, scan-gate-read FILE [ROUNDS], copy SOURCE TARGET [--known], or copy-beside-skopeo CLIENT [ROUNDS]; BINARY is the published program");
    return 2;
}

var binary = Path.GetFullPath(words[1]);
var rounds = words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 5;
var table = new ResultTable();
if (words[0] == "render")
{
    var render = new RenderBenchmark(binary, rounds, table);
    var medians = await render.RunAsync();
    if (peers)
    {
        await render.KustomizeAsync(medians, largest: 500);
    }
}
else
{
    await using var registry = new MockRegistry(TimeSpan.FromMilliseconds(50));
    var pin = new DigestPinBenchmark(binary, rounds, registry, table);
    await pin.PinAsync();
    await pin.ScanAsync();
    if (peers)
    {
        await pin.SkopeoAsync();
    }
}

Console.Write(table);
return table.AnyOver ? 1 : 0;
