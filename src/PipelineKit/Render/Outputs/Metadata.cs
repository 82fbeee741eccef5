using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Manifests.Rendered;

namespace PipelineKit.Render;

/// <summary>The annotations of workloads: what they are called and what they say.</summary>
internal sealed class Metadata
{
    private readonly RenderOptions _options;
    private readonly string? _run;
    private readonly string _policy;

    /// <summary>The annotations of a run. What nobody says of it is left out: a run on a command line has no page.</summary>
    /// <param name="options">Which annotations.</param>
    /// <param name="ci">The run.</param>
    /// <param name="folder">In the repository whose commit is told where the host names none.</param>
    /// <param name="policyHash">Of the rules.</param>
    internal Metadata(RenderOptions options, CiContext ci, string folder, string policyHash)
    {
        _options = options;
        SourceCommit = ci.Commit ?? GitHead.Read(folder);
        _run = ci.RunUrl;
        _policy = "sha256:" + policyHash;
        VolatileKeys = [.. Keys(MetadataFields.Source, "source-commit"), .. Keys(MetadataFields.Run, "run-url")];
    }

    /// <summary>The commit that is rendered; null when nobody says.</summary>
    internal string? SourceCommit { get; }

    /// <summary>The annotations that differ from run to run: a manifest that differs in nothing else is not written again.</summary>
    internal IReadOnlyList<string> VolatileKeys { get; }

    /// <summary>
    /// What the workloads of one stream get. The pod template gets the digests only, so that pods are replaced exactly when their images change.
    /// </summary>
    /// <param name="yaml">The stream.</param>
    /// <param name="images">Its images.</param>
    /// <param name="lockHash">Of the lock's content.</param>
    internal StampPlan PlanFor(RenderedYaml yaml, IReadOnlyList<PinnedUse> images, string lockHash)
    {
        var digests = DigestsByDocument(images);
        var stamps = new List<Stamp>(5);
        Add(stamps, MetadataFields.Source, "source-commit", _ => SourceCommit, onPods: false);
        Add(stamps, MetadataFields.Run, "run-url", _ => _run, onPods: false);
        Add(stamps, MetadataFields.Digest, "image-digest", document => digests.GetValueOrDefault(document), onPods: true);
        Add(stamps, MetadataFields.Lock, "lock-hash", _ => "sha256:" + lockHash, onPods: false);
        Add(stamps, MetadataFields.Policy, "policy-hash", _ => _policy, onPods: false);
        return new StampPlan(stamps) { AlsoWorkload = document => digests.ContainsKey(document) && IsCustom(yaml, document) };
    }

    // Groups of custom resources are DNS names; an object of Kubernetes' own that only mentions an image, such as a ConfigMap, is no workload.
    private static bool IsCustom(RenderedYaml yaml, int document) =>
        yaml.Child(yaml.Document(document).Root, "apiVersion"u8) is >= 0 and var version && yaml.ValueText(version).Contains('.', StringComparison.Ordinal);

    // Each digest once, in the order of the containers.
    private static Dictionary<int, string> DigestsByDocument(IReadOnlyList<PinnedUse> images)
    {
        var digests = new Dictionary<int, string>();
        foreach (var image in images)
        {
            if (!digests.TryGetValue(image.Document, out var known))
            {
                digests[image.Document] = image.Digest.Text;
            }
            else if (!known.Contains(image.Digest.Text, StringComparison.Ordinal))
            {
                digests[image.Document] = $"{known},{image.Digest.Text}";
            }
        }

        return digests;
    }

    private void Add(List<Stamp> stamps, MetadataFields field, string name, Func<int, string?> value, bool onPods)
    {
        foreach (var key in Keys(field, name))
        {
            stamps.Add(Stamp.Annotation(key, value) with { OnPodTemplate = onPods });
        }
    }

    private string[] Keys(MetadataFields field, string name) => _options.Metadata.HasFlag(field) ? [$"{_options.AnnotationPrefix}/{name}"] : [];
}
