using PipelineKit.Actions;
using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>The inputs and outputs of render.</summary>
public static class RenderAction
{
    internal static readonly Input<IReadOnlyList<string>> Templates = Inputs.Lines(
        "templates",
        "Scriban templates: files, folders or globs, one a line. Below a folder every `*.sbn` and `*.scriban` counts, and `*.sbn.yaml` and the like. "
            + "What begins with `_` is only included. `app.yaml.sbn`, `app.sbn` and `app.sbn.yaml` all make `app.yaml`.",
        "templates");

    internal static readonly Input<IReadOnlyList<string>> Values = Inputs.Lines(
        "values",
        "YAML or JSON files with values, one a line; a later one wins (mappings are merged, lists replaced, null removes). `{environment}` is replaced; a path that ends in `?` may be missing.");

    internal static readonly Input<IReadOnlyList<string>> Set = Inputs.Lines(
        "set", "Single values, one a line, after all files: `a.b[0].c=value`, typed as in YAML; `a.b:=text` is text whatever it looks like.");

    internal static readonly Input<IReadOnlyList<string>> Environments = Inputs.Words(
        "environment", "What to render for, such as `staging` or `dev,staging,production`; each is rendered by itself. It replaces `{environment}` in paths and in `branch`, and is `environment` in templates.");

    internal static readonly Input<string> LockFile = Inputs.Path(
        "lock-file", "The image lock: ours, or one of kbld, Helm dt, Kustomize or Kluctl. `{environment}` is replaced.", "images.lock.yaml");

    internal static readonly Input<string> Output = Inputs.Path(
        "output", "The folder for the manifests; with `branch`, a folder of the repository. `{environment}` is replaced; with several environments and without it, each gets a folder of its name below.", "rendered");

    internal static readonly Input<bool> Check = Inputs.Flag("check", "Write nothing; fail when what is in the folder (or on the branch) is not what would be rendered now.");

    internal static readonly Input<string> Branch = Inputs.Text(
        "branch", "Commit the manifests to this branch of a local Git repository instead of writing the folder. `{environment}` is replaced. Nothing changed means no commit.");

    internal static readonly Input<string> Base = Inputs.Text("base", "The branch that a new `branch` starts from. Default: what the repository stands at.");

    internal static readonly Input<string> Repository = Inputs.Text("repository", "The local Git repository that has `branch`. Default: the one of the working directory.");

    internal static readonly Input<string> Message = Inputs.Text("message", "The title of the commit. Default: says which environments were rendered.");

    internal static readonly Input<string> Author = Inputs.Text("author", "Who the commit is by.", "PipelineKit <pipelinekit@localhost>");

    internal static readonly Input<string> IncludeRoot = Inputs.Path(
        "include-root", "The folder that names in `include` are relative to, and that they cannot leave. Default: the folder of the templates.");

    internal static readonly Input<TemplateProfile> Profile = Inputs.Choice(
        "profile",
        "`manifest` is strict: unknown variables and members are errors, and nothing depends on clock, chance or culture. `scriban` renders existing templates as Scriban does. Limits fail and never cut in both.",
        [("manifest", TemplateProfile.Manifest), ("scriban", TemplateProfile.Scriban)],
        "manifest");

    internal static readonly Input<IReadOnlyList<string>> ImageRules = Inputs.Lines(
        "image-rules",
        "Where else images stand in manifests, one rule a line: `arg:--config-reloader-image=` (an argument with this prefix), "
            + "`env:RELATED_IMAGE_*` (the value of this variable), `key:sidecarImage` (a field of this name).");

    internal static readonly Input<IReadOnlyList<string>> ExcludeImages = Inputs.Lines(
        "exclude-images", "Images that need not be pinned and in the lock, one a line, such as `ghcr.io/acme/dev-*` (`*` stands for any characters). Every use is reported.");

    internal static readonly Input<IReadOnlyList<string>> Metadata = Inputs.Words(
        "metadata", "Which annotations workloads get: `source`, `run`, `digest`, `lock`, `policy`, or `none`.", "source,run,digest,lock,policy");

    internal static readonly Input<string> AnnotationPrefix = Inputs.Text("annotation-prefix", "What the names of these annotations begin with.", "pipelinekit.dev");

    internal static readonly Input<string> Now = Inputs.Text(
        "now", "The time that templates see, as in `2026-01-31T12:00:00Z`. Default: `SOURCE_DATE_EPOCH`; without that, templates have no clock.");

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Do everything but write: the summary, the diff and the findings say what would happen.");

    internal static readonly Input<bool> Diff = Inputs.Flag("diff", "Print the change as a unified diff on standard output.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json` on standard output.");

    internal static readonly Input<string> DiffFile = Inputs.Path("diff-file", "Where to write the change as a unified diff.");

    internal static readonly Input<string> SarifFile = Inputs.Path("sarif-file", "Where to write errors and findings as SARIF 2.1.0.");

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "5m");

    internal static readonly Output Changed = new("changed", "`true` when manifests were changed (or would be, with `dry-run` or `check`).");

    internal static readonly Output ChangedFiles = new("changed-files", "The changed files, one a line.");

    internal static readonly Output Files = new("files", "How many manifests were rendered.");

    internal static readonly Output Documents = new("documents", "How many YAML documents are in them.");

    internal static readonly Output Images = new("images", "JSON object from image name to `repository@digest`, of every image in them.");

    internal static readonly Output Drift = new("drift", "`true` when `check` found a difference.");

    internal static readonly Output OutputPath = new("output", "The folder of the manifests; several are one a line.");

    internal static readonly Output BranchName = new("branch", "The branch with the manifests; several are one a line.");

    internal static readonly Output Commit = new("commit", "The commit that has the manifests; several are one a line.");

    internal static readonly Output RenderFile = new("render-file", "The path of `render.json`; several are one a line.");

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "render",
        Title = "PipelineKit render",
        Summary = "Render Scriban templates into Kubernetes manifests in which every image is locked to a digest, into a folder or onto a branch",
        Icon = "layers",
        Inputs =
        [
            Templates, Values, Set, Environments, LockFile, Output, Check, Branch, Base, Repository, Message, Author, IncludeRoot, Profile,
            ImageRules, ExcludeImages, Metadata, AnnotationPrefix, Now, DryRun, Diff, Json, DiffFile, SarifFile, Timeout,
        ],
        Outputs = [Changed, ChangedFiles, Files, Documents, Images, Drift, OutputPath, BranchName, Commit, RenderFile],
        Permissions = [("contents: read", "to read the checked-out repository; `contents: write` in a job that pushes the branch afterwards")],
        Run = async (context, cancellation) => RenderReport.From(await RenderHandler.RunAsync(new RenderOptionsParser(context).Parse(), context, cancellation)),
    };
}
