namespace PipelineKit.Manifests.Scanning;

/// <summary>What a file's name alone tells.</summary>
internal static class FileNames
{
    private static readonly string[] ManifestEndings = [".yaml", ".yml", ".json"];

    private static readonly string[] TemplateMarks = [".sbn", ".scriban"];

    internal static bool IsYaml(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    internal static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !IsDevContainer(path);

    // Dockerfile, Dockerfile.dev, web.Dockerfile, Containerfile.prod; not the ignore files beside them.
    internal static bool IsDockerfile(string path)
    {
        var name = Name(path);
        return !name.EndsWith("ignore", StringComparison.OrdinalIgnoreCase)
            && (name.Equals("Dockerfile", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Dockerfile.", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase) || name.Equals("Containerfile", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Containerfile.", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".Containerfile", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Dockerfile-", StringComparison.Ordinal) || name.StartsWith("Containerfile-", StringComparison.Ordinal));
    }

    // .devcontainer.json, .devcontainer/devcontainer.json, .devcontainer/python/devcontainer.json.
    internal static bool IsDevContainer(string path) => Name(path) is "devcontainer.json" or ".devcontainer.json";

    internal static bool IsGitHubWorkflow(string path) =>
        IsYaml(path) && Folder(path) is ".github/workflows" or ".gitea/workflows" or ".forgejo/workflows"
        || (IsYaml(path) && Folder(path).EndsWith("/.github/workflows", StringComparison.Ordinal));

    internal static bool IsGitHubAction(string path) => Name(path) is "action.yml" or "action.yaml";

    internal static bool IsGitLabCi(string path) =>
        Name(path) is ".gitlab-ci.yml" or ".gitlab-ci.yaml" || path.EndsWith(".gitlab-ci.yml", StringComparison.Ordinal) || path.EndsWith(".gitlab-ci.yaml", StringComparison.Ordinal);

    internal static bool IsAzurePipelines(string path) =>
        Name(path) is var name && (name.StartsWith("azure-pipelines", StringComparison.OrdinalIgnoreCase) || name.StartsWith(".azure-pipelines", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("vsts-ci", StringComparison.OrdinalIgnoreCase) || name.StartsWith(".vsts", StringComparison.OrdinalIgnoreCase));

    // Folders where Azure's templates live; their content has to look like one too.
    internal static bool MayBeAzureTemplate(string path) => path.StartsWith(".azure", StringComparison.OrdinalIgnoreCase) || path.Contains("/.azure", StringComparison.OrdinalIgnoreCase);

    internal static bool IsCompose(string path) =>
        Name(path) is var name && IsYaml(name)
        && (name.StartsWith("docker-compose", StringComparison.OrdinalIgnoreCase) || name.StartsWith("compose.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("compose-", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".compose.yml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".compose.yaml", StringComparison.OrdinalIgnoreCase));

    // A workflow is one whatever else its name says.
    internal static bool IsTemplate(string path) => WithoutTemplateMark(Name(path)) is not null && !IsGitHubWorkflow(path);

    // app.sbn, app.yaml.sbn, app.sbn.yaml, and the same with `scriban`: the name without that; null for what is no template.
    internal static string? WithoutTemplateMark(string name)
    {
        if (TemplateMarkOf(name) is { } mark)
        {
            return name[..^mark.Length];
        }

        return ManifestEndingOf(name) is { } kind && TemplateMarkOf(name[..^kind.Length]) is { } inner ? name[..^(kind.Length + inner.Length)] + kind : null;
    }

    internal static string? ManifestEndingOf(string name) => EndingOf(name, ManifestEndings);

    internal static bool IsHelmValues(string path) => Name(path).Contains("values", StringComparison.OrdinalIgnoreCase);

    internal static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    internal static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private static string? TemplateMarkOf(string name) => EndingOf(name, TemplateMarks);

    // A file called `.sbn` has no name of its own left.
    private static string? EndingOf(string name, string[] endings) => Array.Find(endings, e => name.Length > e.Length && name.EndsWith(e, StringComparison.Ordinal));
}
