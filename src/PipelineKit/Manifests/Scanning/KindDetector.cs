using PipelineKit.Manifests.Ci;

namespace PipelineKit.Manifests.Scanning;

/// <summary>Tells what a file is, first by its path, then by what is in it.</summary>
public static class KindDetector
{
    /// <summary>Whether a file of this path may be of any kind: only these are opened.</summary>
    public static bool MayBe(string path) => FileNames.IsYaml(path) || FileNames.IsJson(path) || FileNames.IsDockerfile(path) || FileNames.IsDevContainer(path) || KustomizeFinder.IsFileName(path) || FileNames.IsTemplate(path);

    /// <summary>The kind of a file that is not read as YAML, by its name.</summary>
    public static FileKind? ByName(string path) =>
        FileNames.IsDevContainer(path) ? FileKind.DevContainer
        : !FileNames.IsYaml(path) && FileNames.IsDockerfile(path) ? FileKind.Dockerfile
        : FileNames.IsTemplate(path) ? FileKind.Template
        : null;

    /// <summary>The kind of a YAML or JSON file, or null when it is none that names images or actions. JSON is only looked at for Kubernetes objects.</summary>
    public static FileKind? OfYaml(string path, IReadOnlyList<YamlNode> documents) =>
        FileNames.IsJson(path) ? (KubernetesFinder.LooksLike(documents) ? FileKind.Kubernetes : null)
        : FileNames.IsGitHubWorkflow(path) ? FileKind.GitHubWorkflow
        : FileNames.IsGitLabCi(path) ? FileKind.GitLabCi
        : FileNames.IsGitHubAction(path) && GitHubFinder.LooksLikeAction(documents) ? FileKind.GitHubAction
        : FileNames.IsAzurePipelines(path) ? FileKind.AzurePipelines
        : FileNames.MayBeAzureTemplate(path) && AzureFinder.LooksLike(documents) ? FileKind.AzurePipelines
        : KustomizeFinder.IsFileName(path) || (documents.Count == 1 && KustomizeFinder.LooksLike(documents)) ? FileKind.Kustomization
        : KubernetesFinder.LooksLike(documents) || KubernetesFinder.IsArgoSourceFileName(path) ? FileKind.Kubernetes
        : FileNames.IsCompose(path) ? FileKind.Compose
        : FileNames.IsHelmValues(path) && HelmValuesFinder.LooksLike(documents) ? FileKind.HelmValues
        : ByShape(documents);

    private static FileKind? ByShape(IReadOnlyList<YamlNode> documents) =>
        GitHubFinder.LooksLikeWorkflow(documents) ? FileKind.GitHubWorkflow
        : GitHubFinder.LooksLikeAction(documents) ? FileKind.GitHubAction
        : ComposeFinder.LooksLike(documents) ? FileKind.Compose
        : AzureFinder.LooksLike(documents) ? FileKind.AzurePipelines
        : GitLabFinder.LooksLike(documents) ? FileKind.GitLabCi
        : null;
}
