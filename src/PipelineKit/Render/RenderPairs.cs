using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>Renders every template for every environment; on several processors when there are more than a few of them.</summary>
internal static class RenderPairs
{
    private const int Few = 3;
    private const int MostWorkers = 8;

    /// <summary>The environments in their order, each with a manifest per template in theirs.</summary>
    internal static async Task<IReadOnlyList<EnvironmentResult>> RunAsync(
        ManifestRenderer renderer, IReadOnlyList<EnvironmentInputs> environments, IReadOnlyList<ParsedFile> files, CancellationToken cancellation)
    {
        var manifests = new RenderedManifest[environments.Count * files.Count];
        var next = -1;
        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < manifests.Length;)
            {
                manifests[i] = renderer.Render(environments[i / files.Count], files[i % files.Count], cancellation);
            }
        }

        var workers = manifests.Length <= Few ? 1 : Math.Min(Math.Min(Environment.ProcessorCount, MostWorkers), manifests.Length);
        if (workers == 1)
        {
            Work();
        }
        else
        {
            var others = new Task[workers - 1];
            for (var i = 0; i < others.Length; i++)
            {
                others[i] = Task.Run(Work, cancellation);
            }

            Work();
            await Task.WhenAll(others);
        }

        return [.. environments.Select((e, i) => new EnvironmentResult(e, manifests[(i * files.Count)..((i + 1) * files.Count)]))];
    }
}
