using PipelineKit.Manifests.Ci;
using PipelineKit.Manifests.Docker;
using PipelineKit.Manifests.Templates;

namespace PipelineKit.Manifests.Scanning;

/// <summary>A file's kind and the references in it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Sites">In the order found.</param>
/// <param name="Problem">What keeps it from being read to its end, or null.</param>
public sealed record FileContent(FileKind Kind, IReadOnlyList<ReferenceSite> Sites, string? Problem)
{
    /// <summary>Searches the bytes of one file; null when it is of no kind.</summary>
    /// <param name="root">The folder the path is relative to; a chart's values are read together with its Chart.yaml.</param>
    /// <param name="path">The file, relative to the root, with <c>/</c>.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="options">What is looked for.</param>
    public static FileContent? Read(string root, string path, ReadOnlyMemory<byte> bytes, ScanOptions options)
    {
        var file = new SourceText(path, bytes);
        if (KindDetector.ByName(path) is { } byName)
        {
            var sink = new SiteSink(file, byName);
            var problem = byName == FileKind.DevContainer ? DevContainerFinder.Find(sink) : null;
            if (byName == FileKind.Dockerfile)
            {
                DockerfileFinder.Find(sink);
            }

            if (byName == FileKind.Template)
            {
                TemplateFinder.Find(sink);
            }

            return new FileContent(byName, sink.Sites, problem);
        }

        var documents = YamlReader.Read(bytes);
        if (KindDetector.OfYaml(path, documents) is not { } kind)
        {
            return null;
        }

        var found = new SiteSink(file, kind);
        FindInYaml(kind, documents, found, root, options);
        return new FileContent(kind, found.Sites, null);
    }

    private static void FindInYaml(FileKind kind, IReadOnlyList<YamlNode> documents, SiteSink sink, string root, ScanOptions options)
    {
        switch (kind)
        {
            case FileKind.GitHubWorkflow or FileKind.GitHubAction:
                GitHubFinder.Find(documents, sink);
                break;
            case FileKind.AzurePipelines:
                AzureFinder.Find(documents, sink);
                break;
            case FileKind.GitLabCi:
                GitLabFinder.Find(documents, sink);
                break;
            case FileKind.Compose:
                ComposeFinder.Find(documents, sink);
                break;
            case FileKind.Kustomization:
                KustomizeFinder.Find(documents, sink);
                break;
            case FileKind.Kubernetes:
                KubernetesFinder.Find(documents, sink, options.ImageRules);
                break;
            case FileKind.HelmValues:
                HelmValuesFinder.Find(documents, sink, () => ChartFile.AppVersion(root, sink.File.Path));
                break;
        }
    }
}
