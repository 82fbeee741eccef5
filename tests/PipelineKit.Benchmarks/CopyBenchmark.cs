using System.Globalization;
using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Benchmarks;

/// <summary>
/// An image of 1 GiB in 8 layers that do not compress, between two docker-registries: skopeo and the product's copier in turns, each into an empty registry, as processes of their
/// own. Then what a copy costs that has nothing to do, one within a registry, and one over a connection that breaks three times.
/// </summary>
internal sealed class CopyBenchmark(int rounds)
{
    private const int Layers = 8;
    private const int LayerSize = 128 << 20;
    private const double Gibibytes = Layers * (double)LayerSize / (1 << 30);

    private readonly List<string> _rows = [];
    private bool _holds = true;

    /// <summary>Prints a table; true when every limit holds.</summary>
    public async Task<bool> RunAsync(string client)
    {
        using var folder = new Folder();
        var digest = await MakeAsync(folder.Path);
        using var source = await DockerRegistry.StartAsync();
        await CopyAsync(folder.Path, client, $"oci:{folder.Path}@{digest}", $"{source.Endpoint}/bench/image:1");
        var image = $"{source.Endpoint}/bench/image@{digest}";
        var (theirs, ours) = (new List<Sample>(), new List<Sample>());
        for (var round = 0; round < rounds; round++)
        {
            using (var target = await DockerRegistry.StartAsync())
            {
                theirs.Add(await Stopwatches.RunAsync(folder.Path, [0], Peer.Program("skopeo"), "copy", "--quiet", "--insecure-policy", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{image}", $"docker://{target.Endpoint}/bench/image:1"));
            }

            using (var target = await DockerRegistry.StartAsync())
            {
                ours.Add(await CopyAsync(folder.Path, client, image, $"{target.Endpoint}/bench/image:1"));
            }
        }

        await RestAsync(folder.Path, client, source.Endpoint, digest);
        var (cpu, wall, peak) = (Median(ours, s => s.Cpu.TotalSeconds) / Gibibytes, Median(ours, s => s.Wall.TotalSeconds), ours.Max(s => s.MaxResidentKilobytes) / 1024.0);
        var (theirCpu, theirWall, theirPeak) = (Median(theirs, s => s.Cpu.TotalSeconds) / Gibibytes, Median(theirs, s => s.Wall.TotalSeconds), theirs.Max(s => s.MaxResidentKilobytes) / 1024.0);
        Row("client CPU per GiB", $"{cpu:0.00} s: {cpu / theirCpu:0.00} of skopeo ({theirCpu:0.00} s)", "0.55 of skopeo (1.3 s where that takes 2.38 s)", cpu <= 1.3 / 2.38 * theirCpu);
        Row("wall", $"{wall:0.00} s: {wall / theirWall:0.00} of skopeo ({theirWall:0.00} s)", "0.90 of skopeo", wall <= 0.9 * theirWall);
        Row("peak memory", $"{peak:0.0} MiB (skopeo {theirPeak:0.0} MiB)", "64 MiB", peak <= 64);
        Console.WriteLine("| copy, 1 GiB in 8 layers | measured | limit | holds |\n|---|---|---|---|\n" + string.Join('\n', _rows));
        return _holds;
    }

    private async Task RestAsync(string folder, string client, string source, Digest digest)
    {
        var image = $"{source}/bench/image@{digest}";
        var (cold, _, sent) = Counts(await CopyAsync(folder, client, image, $"{source}/bench/promoted"));
        Row("within a registry, another repository", $"{cold} requests, {sent} bytes", $"{Layers + 3} requests, 0 bytes", cold <= Layers + 3 && sent == 0);
        var (again, _, _) = Counts(await CopyAsync(folder, client, image, $"{source}/bench/promoted", "--known"));
        Row("again, with a known digest", $"{again} request", "1", again == 1);

        using var target = await DockerRegistry.StartAsync();
        await using var proxy = new FaultProxy(source);
        proxy.Break(ProxyFault.Reset, LayerSize, times: 3, towardsServer: false);
        var (_, received, _) = Counts(await CopyAsync(folder, client, $"{proxy.Endpoint}/bench/image@{digest}", $"{target.Endpoint}/bench/image:1"));
        var share = proxy.FromServer / (double)Layers / LayerSize;
        Row("three resets of the source", $"{share:0.000} times the bytes ({received} received)", "1.2 times", share <= 1.2 && proxy.Faults == 3);
    }

    private static Task<Sample> CopyAsync(string folder, string client, string source, string target, params string[] options) =>
        Stopwatches.RunAsync(folder, [0], client, ["copy", source, target, .. options]);

    private static (int Requests, long Received, long Sent) Counts(Sample sample)
    {
        var words = sample.Output.Trim().Split(' ');
        return (int.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
    }

    private static double Median(List<Sample> samples, Func<Sample, double> measure) => samples.Select(measure).Order().ElementAt(samples.Count / 2);

    private void Row(string what, FormattableString measured, string limit, bool holds)
    {
        _holds &= holds;
        _rows.Add($"| {what} | {FormattableString.Invariant(measured)} | {limit} | {(holds ? "yes" : "**no**")} |");
    }

    // Each layer is one gzip member of stored blocks: valid, and of a size that nobody can make smaller.
    private static async Task<Digest> MakeAsync(string folder)
    {
        using var writer = await OciLayoutWriter.OpenAsync(folder, CancellationToken.None);
        var (layers, diffs) = (new JsonArray(), new JsonArray());
        for (var number = 0; number < Layers; number++)
        {
            var content = new byte[LayerSize];
            new Random(number).NextBytes(content);
            using var packed = new MemoryStream(LayerSize + (1 << 20));
            await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.NoCompression, leaveOpen: true))
            {
                await gzip.WriteAsync(content);
            }

            layers.Add(Json(await writer.PutBlobAsync(packed.GetBuffer().AsMemory(0, (int)packed.Length), "application/vnd.oci.image.layer.v1.tar+gzip", CancellationToken.None)));
            diffs.Add(Digest.Sha256(content).Text);
        }

        var configuration = new JsonObject { ["architecture"] = "amd64", ["os"] = "linux", ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffs } };
        var config = await writer.PutBlobAsync(System.Text.Encoding.UTF8.GetBytes(configuration.ToJsonString()), "application/vnd.oci.image.config.v1+json", CancellationToken.None);
        var manifest = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciManifest, ["config"] = Json(config), ["layers"] = layers };
        return (await writer.PutManifestAsync(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()), CancellationToken.None)).Digest;
    }

    private static JsonObject Json(Descriptor descriptor) => new() { ["mediaType"] = descriptor.MediaType, ["digest"] = descriptor.Digest.Text, ["size"] = descriptor.Size };
}
