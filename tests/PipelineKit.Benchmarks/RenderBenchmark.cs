using System.Globalization;

namespace PipelineKit.Benchmarks;

/// <summary>The measurements of render as a process: 1, 50 and 500 services, beside kustomize doing the same images.</summary>
internal sealed class RenderBenchmark(string binary, int rounds, ResultTable table)
{
    private static readonly int[] Passed = [0];
    private static readonly (int Services, int Milliseconds, int? Megabytes)[] Cases = [(1, 50, null), (50, 75, null), (500, 300, 60)];

    /// <summary>Renders each fleet from nothing; returns the median of each.</summary>
    public async Task<IReadOnlyDictionary<int, TimeSpan>> RunAsync()
    {
        var medians = new Dictionary<int, TimeSpan>();
        foreach (var (services, milliseconds, megabytes) in Cases)
        {
            using var folder = new Folder();
            await WriteAsync(folder.Path, services);
            var samples = new List<Sample>();
            for (var round = 0; round < rounds * 5; round++)
            {
                Directory.CreateDirectory(Path.Combine(folder.Path, "rendered")).Delete(recursive: true);
                samples.Add(await RenderAsync(folder.Path));
            }

            var size = new FileInfo(Path.Combine(folder.Path, "rendered", "fleet.yaml")).Length;
            medians[services] = samples.Select(s => s.Wall).Order().ElementAt(samples.Count / 2);
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"render {services} service{(services == 1 ? "" : "s")}, {size / 1000.0:0} KB"), samples, TimeSpan.FromMilliseconds(milliseconds), "", memoryLimit: megabytes);
        }

        return medians;
    }

    /// <summary><c>kubectl kustomize</c> over the same manifests with an image entry for each service.</summary>
    public async Task KustomizeAsync(IReadOnlyDictionary<int, TimeSpan> ours, int largest)
    {
        foreach (var services in Cases.Select(c => c.Services).Where(n => n <= largest))
        {
            using var folder = new Folder();
            await WriteAsync(folder.Path, services);
            await RenderAsync(folder.Path);
            var (manifests, kustomization) = Fleet.Kustomize(await File.ReadAllTextAsync(Path.Combine(folder.Path, "rendered", "fleet.yaml")), services);
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "all.yaml"), manifests);
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "kustomization.yaml"), kustomization);
            var samples = new List<Sample>();
            for (var round = 0; round < (services > 100 ? 1 : rounds); round++)
            {
                samples.Add(await Stopwatches.RunAsync(folder.Path, Passed, "kubectl", "kustomize", "."));
            }

            var median = samples.Select(s => s.Wall).Order().ElementAt(samples.Count / 2);
            table.Add(string.Create(CultureInfo.InvariantCulture, $"(kubectl kustomize, {services}: {median / ours[services]:0.0} times ours)"), samples, limit: null, "");
        }
    }

    private static async Task WriteAsync(string folder, int services)
    {
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        await File.WriteAllTextAsync(Path.Combine(folder, "templates", "fleet.yaml.sbn"), Fleet.Template);
        await File.WriteAllTextAsync(Path.Combine(folder, "values.yaml"), Fleet.Values(services));
        await File.WriteAllBytesAsync(Path.Combine(folder, "images.lock.yaml"), Fleet.Lock(services));
    }

    private Task<Sample> RenderAsync(string folder) => Stopwatches.RunAsync(folder, Passed, binary, "render", "--values", "values.yaml", "--quiet");
}
