using PipelineKit.Render.Sources;
using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>Makes the record of an environment.</summary>
/// <param name="options">The rules.</param>
/// <param name="policyHash">Their hash.</param>
/// <param name="templates">Every template.</param>
internal sealed class Recorder(RenderOptions options, string policyHash, IReadOnlyList<ParsedFile> templates)
{
    /// <summary>The manifests that have content.</summary>
    internal static IReadOnlyList<StampedManifest> ManifestsOf(EnvironmentResult environment) =>
        [.. environment.Manifests.Where(m => m.Documents > 0).Select(m => new StampedManifest(m.File.Output, m.File.Path, m.Bytes, m.Documents))];

    /// <summary>The record.</summary>
    /// <param name="environment">What was rendered.</param>
    /// <param name="outputs">The manifests, as they will be in the folder.</param>
    internal RenderRecord RecordOf(EnvironmentResult environment, IReadOnlyList<RecordedOutput> outputs) => new()
    {
        Environment = environment.Inputs.Name,
        Profile = options.Profile == TemplateProfile.Manifest ? "manifest" : "scriban",
        PolicyHash = policyHash,
        Lock = (environment.Inputs.Lock.Path, environment.Inputs.Lock.Hash),
        Inputs = InputsOf(environment),
        Outputs = outputs,
        Images = environment.Images,
    };

    /// <summary>The images of an environment, each once, with the manifests it is used in.</summary>
    internal static IReadOnlyList<RecordedImage> ImagesOf(IReadOnlyList<RenderedManifest> manifests)
    {
        var places = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var manifest in manifests)
        {
            foreach (var use in manifest.Pins.Images)
            {
                if (!places.TryGetValue(use.Text, out var known))
                {
                    places[use.Text] = known = new HashSet<string>(StringComparer.Ordinal);
                }

                known.Add(manifest.File.Output);
            }
        }

        return
        [
            .. places.Keys.Order(StringComparer.Ordinal).Select(text => new RecordedImage(
                text[..text.IndexOf('@', StringComparison.Ordinal)], text[(text.IndexOf('@', StringComparison.Ordinal) + 1)..], [.. places[text].Order(StringComparer.Ordinal)])),
        ];
    }

    /// <summary>Every file an environment was rendered from, but for the lock.</summary>
    // In the order in which a value of one can change what the next does: templates and what they include, values in the order they are merged.
    internal List<RecordedInput> InputsOf(EnvironmentResult environment)
    {
        var inputs = new List<RecordedInput>();
        inputs.AddRange(templates.Select(t => new RecordedInput("template", t.File.Path, t.Sha256)).OrderBy(i => i.Path, StringComparer.Ordinal));
        inputs.AddRange(environment.Manifests.SelectMany(m => m.Includes).DistinctBy(i => i.Path, StringComparer.Ordinal)
            .OrderBy(i => i.Path, StringComparer.Ordinal).Select(i => new RecordedInput("include", i.Path, i.Sha256)));
        inputs.AddRange(environment.Inputs.Read);
        return inputs;
    }
}
