namespace PipelineKit.Benchmarks;

/// <summary>The measurements of digest-pin: a cold pin, a repeat with its lock, and the scan of a large tree.</summary>
internal sealed class DigestPinBenchmark(string binary, int rounds, MockRegistry registry, ResultTable table)
{
    private const int Manifests = 500;
    private const int ImageCount = 200;
    private static readonly int[] Passed = [0];
    private static readonly int[] PassedOrUnpinned = [0, 1];
    private readonly string[] _images = Trees.Images(ImageCount);

    /// <summary>500 manifests with 200 images, pinned from nothing, then again with the lock that made.</summary>
    public async Task PinAsync()
    {
        var (cold, repeat) = (new List<Sample>(), new List<Sample>());
        var (coldCounts, repeatCounts) = (new List<RequestCounts>(), new List<RequestCounts>());
        for (var round = 0; round < rounds; round++)
        {
            using var tree = new Folder();
            Trees.WriteManifests(tree.Path, Manifests, _images);
            await tree.TrackAsync();
            registry.TakeCounts();
            cold.Add(await PinAsync(tree));
            coldCounts.Add(registry.TakeCounts());

            // The files as they were, so that the repeat has everything to do but to ask.
            Trees.WriteManifests(tree.Path, Manifests, _images);
            repeat.Add(await PinAsync(tree));
            repeatCounts.Add(registry.TakeCounts());
        }

        var (worst, again) = (coldCounts.MaxBy(c => c.All)!, repeatCounts.MaxBy(c => c.All)!);
        table.Add($"pin {Manifests} manifests, {ImageCount} images", cold, TimeSpan.FromSeconds(1.3), worst.ToString(), worst.All <= 2 * ImageCount + 1 && worst.Gets == 0);
        table.Add("the same again with the lock", repeat, TimeSpan.FromSeconds(0.4), again.ToString(), again.All == 0);
    }

    /// <summary>A tree of 3,000 files and 17 MB, checked without network.</summary>
    public async Task ScanAsync()
    {
        using var tree = new Folder();
        Trees.WriteSources(tree.Path, 3000, 17_000_000, _images);
        await tree.TrackAsync();
        var samples = new List<Sample>();
        for (var round = 0; round < rounds; round++)
        {
            samples.Add(await Stopwatches.RunAsync(tree.Path, PassedOrUnpinned, binary, "digest-pin", "--mode", "check", "--offline", "--quiet"));
        }

        table.Add("scan 3,000 files, 17 MB", samples, TimeSpan.FromSeconds(1.2), registry.TakeCounts().ToString(), memoryLimit: 150);
    }

    /// <summary>What a loop over skopeo takes to resolve the same images, one after the other.</summary>
    public async Task SkopeoAsync()
    {
        using var folder = new Folder();
        var references = _images.Select(i => $"docker://{registry.Endpoint}/{i[(i.IndexOf("team", StringComparison.Ordinal))..]}");
        var script = Path.Combine(folder.Path, "loop.sh");
        await File.WriteAllTextAsync(script, "set -e\n" + string.Concat(references.Select(r => $"skopeo inspect --raw --tls-verify=false {r} > /dev/null\n")));
        registry.TakeCounts();
        var sample = await Stopwatches.RunAsync(folder.Path, Passed, "bash", script);
        table.Add($"(skopeo inspect in a loop, {ImageCount} images)", [sample], limit: null, registry.TakeCounts().ToString());
    }

    private Task<Sample> PinAsync(Folder tree) =>
        Stopwatches.RunAsync(tree.Path, Passed, binary, "digest-pin", "--mode", "pin", "--registry-mirrors", "*=" + registry.Endpoint, "--working-directory", tree.Path, "--quiet");
}
