namespace PipelineKit.Manifests;

/// <summary>What a file is, decided by its path and its content.</summary>
public enum FileKind
{
    /// <summary>Dockerfile or Containerfile.</summary>
    Dockerfile,

    /// <summary>Compose file.</summary>
    Compose,

    /// <summary>Kubernetes objects, custom resources, Argo CD, Flux, Tekton, also inside a Helm template.</summary>
    Kubernetes,

    /// <summary>Helm values.</summary>
    HelmValues,

    /// <summary>Kustomization with its <c>images</c>.</summary>
    Kustomization,

    /// <summary>GitHub workflow.</summary>
    GitHubWorkflow,

    /// <summary>GitHub action metadata (composite or Docker).</summary>
    GitHubAction,

    /// <summary>Azure Pipelines.</summary>
    AzurePipelines,

    /// <summary>GitLab CI.</summary>
    GitLabCi,

    /// <summary>devcontainer.json.</summary>
    DevContainer,

    /// <summary>Template of <c>render</c>. What it names is pinned by the lock alone; the file is never edited.</summary>
    Template,
}

/// <summary>What the bytes of <see cref="ReferenceSite.Edit"/> are, and so what a pin writes there.</summary>
public enum SiteForm
{
    /// <summary><c>name[:tag][@digest]</c>. A pin adds or replaces <c>@digest</c>.</summary>
    WholeReference,

    /// <summary><c>tag[@digest]</c>; the name stands elsewhere (Helm <c>tag:</c>, Kustomize <c>newTag:</c>, a tag-only ARG, <c>${TAG:-1.2}</c>).</summary>
    TagOnly,

    /// <summary>An empty tag value; the tag in force comes from elsewhere (Chart <c>appVersion</c>). A pin writes <c>tag@digest</c>.</summary>
    EmptyTag,

    /// <summary>A separate <c>digest:</c> key. A pin writes <c>sha256:hex</c>.</summary>
    DigestValue,

    /// <summary>A separate <c>sha:</c> key. A pin writes the hex alone.</summary>
    HexValue,

    /// <summary>The part of <c>uses: owner/repo[/path]@ref</c> after the <c>@</c>, with the version comment that belongs to it if there is one. A pin writes <c>sha # vX.Y.Z</c>.</summary>
    UsesRef,
}

/// <summary>Why a reference cannot be pinned where it stands.</summary>
public enum NotPinnable
{
    /// <summary>It can.</summary>
    No,

    /// <summary>The part that would be pinned comes from a variable or expression.</summary>
    Variable,

    /// <summary>The value is written with escapes, folds or templates that cannot be edited byte by byte.</summary>
    Notation,

    /// <summary>The text is not a valid reference.</summary>
    Malformed,

    /// <summary>The value has no text to edit and no place to put one.</summary>
    NoPlace,
}

/// <summary>A run of bytes of a file.</summary>
/// <param name="Start">0-based offset of the first byte.</param>
/// <param name="Length">Number of bytes; may be 0.</param>
public readonly record struct ByteSpan(int Start, int Length)
{
    /// <summary>The offset after the last byte.</summary>
    public int End => Start + Length;
}

/// <summary>A place in a file where an image or an action is named.</summary>
public sealed record ReferenceSite
{
    /// <summary>Path relative to the root that was searched, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What the file is.</summary>
    public required FileKind Kind { get; init; }

    /// <summary>What the editable bytes are.</summary>
    public required SiteForm Form { get; init; }

    /// <summary>The bytes a pin replaces.</summary>
    public required ByteSpan Edit { get; init; }

    /// <summary>Those bytes as text.</summary>
    public required string EditText { get; init; }

    /// <summary>
    /// The reference in force, complete: <c>name[:tag][@digest]</c> with the name as spelled in the file (parts joined, defaults of variables filled in),
    /// or <c>owner/repo[/path]@ref</c>. For a version comment see <see cref="Comment"/>.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Whether it names an action or reusable workflow rather than an image.</summary>
    public bool IsUses => Form == SiteForm.UsesRef;

    /// <summary>Whether the lock alone pins it: the file stays as it is, and what makes something of it asks the lock.</summary>
    public bool IsLockOnly => Kind == FileKind.Template;

    /// <summary>For <c>uses</c> pinned to a commit: the version the comment after it names (<c>v4.1.0</c>); else null.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether a comment may follow on the line; inside a block scalar it would be text of the value.</summary>
    public bool TakesComment { get; init; } = true;

    /// <summary>1-based line of the first byte of the reference.</summary>
    public required int Line { get; init; }

    /// <summary>1-based column, in characters.</summary>
    public required int Column { get; init; }

    /// <summary>1-based column after the last character.</summary>
    public required int EndColumn { get; init; }

    /// <summary>Where in the document, for people: <c>FROM</c>, <c>services.web.image</c>, <c>spec.template.spec.containers[0].image</c>.</summary>
    public required string Where { get; init; }

    /// <summary>Why it cannot be pinned here, or <see cref="NotPinnable.No"/>.</summary>
    public NotPinnable Obstacle { get; init; }

    /// <summary>Whether a comment on the line asks to leave it (<c># pipelinekit: ignore</c>, <c># ratchet:exclude</c>).</summary>
    public bool Excluded { get; init; }
}
