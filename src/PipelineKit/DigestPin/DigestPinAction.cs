using PipelineKit.Actions;

namespace PipelineKit.DigestPin;

/// <summary>The inputs and outputs of digest-pin.</summary>
public static class DigestPinAction
{
    internal static readonly Input<PinMode> Mode = Inputs.Choice(
        "mode",
        "`pin` writes digests where there are none; `check` changes nothing and fails on what is not pinned or not what the lock says; "
            + "`update` moves the digests of kept tags to what they mean now; `unpin` puts back what stood there before.",
        [("pin", PinMode.Pin), ("check", PinMode.Check), ("update", PinMode.Update), ("unpin", PinMode.Unpin)],
        "pin");

    internal static readonly Input<IReadOnlyList<string>> Files = Inputs.Lines(
        "files", "Globs of the files to read, one a line; `!` in front leaves out. Default: every tracked file of a known kind.");

    internal static readonly Input<IReadOnlyList<string>> Kinds = Inputs.Words("kinds", "What to look at: `images`, `uses`, or both.", "images,uses");

    internal static readonly Input<IReadOnlyList<string>> Exclude = Inputs.Lines(
        "exclude", "What to leave alone, one a line: globs of files (`docs/**`) or of names (`ghcr.io/acme/*`, `actions/checkout`).");

    internal static readonly Input<IReadOnlyList<string>> ImageRules = Inputs.Lines(
        "image-rules",
        "Where else images stand in Kubernetes files, one rule a line: `arg:--config-reloader-image=` (an argument with this prefix), "
            + "`env:RELATED_IMAGE_*` (the value of this variable), `key:sidecarImage` (a field of this name).");

    internal static readonly Input<string> LockFile = Inputs.Path("lock-file", "The image lock; `none` works without one.", "images.lock.yaml");

    internal static readonly Input<string> ImportLock = Inputs.Path("import-lock", "A kbld or imgpkg lock file to take digests from before any registry is asked.");

    internal static readonly Input<string> ExportLock = Inputs.Path("export-lock", "Where to write the image lock as an imgpkg `ImagesLock` (kbld reads it).");

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Do everything but write: the summary, the diff and the findings say what would happen.");

    internal static readonly Input<bool> Offline = Inputs.Flag("offline", "Ask no network: the lock must know every digest.");

    internal static readonly Input<bool> Diff = Inputs.Flag("diff", "Print the change as a unified diff on standard output.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json` on standard output.");

    internal static readonly Input<string> DiffFile = Inputs.Path("diff-file", "Where to write the change as a unified diff.");

    internal static readonly Input<string> SarifFile = Inputs.Path("sarif-file", "Where to write the findings as SARIF 2.1.0, with fixes.");

    internal static readonly Input<IReadOnlyList<string>> Platforms = Inputs.Words(
        "platforms",
        "Platforms every image must have, such as `linux/amd64,linux/arm64`, recorded in the lock; `all` records every one. "
            + "Reads each index once, which Docker Hub counts as a pull; left empty, no manifest is read.");

    internal static readonly Input<int> Concurrency = Inputs.Whole("concurrency", "How many lookups run at once.", 64, 1, 256);

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "10m");

    internal static readonly Input<string> RegistryCredentials = Inputs.Secret(
        "registry-credentials", "Credentials, one a line: `HOST=USER:SECRET`. They come before docker's configuration and credential helpers.");

    internal static readonly Input<IReadOnlyList<string>> RegistryMirrors = Inputs.Lines(
        "registry-mirrors",
        "Where to resolve instead, one a line: `HOST=HOST[:PORT][/PREFIX]` or `HOST=oci:PATH`; `*=...` for every registry. The name in the file stays what it is.");

    internal static readonly Input<IReadOnlyList<string>> PlainHttp = Inputs.Words("plain-http", "Registries that may be asked over plain HTTP; loopback always may.");

    internal static readonly Input<string> GitServerUrl = Inputs.Text(
        "git-server-url", "The Git server `uses:` references are resolved on. Default: the server of the run, else https://github.com.");

    internal static readonly Input<string> Token = Inputs.Secret(
        "token", "Token for the Git server and ghcr.io. Default: the job's own.", gitHubDefault: "${{ github.token }}");

    internal static readonly Output Found = new("found", "How many references were found.");

    internal static readonly Output Pinned = new("pinned", "How many of them are pinned now.");

    internal static readonly Output Unpinned = new("unpinned", "How many are not pinned, or cannot be.");

    internal static readonly Output Changed = new("changed", "`true` when files were changed (or would be, with `dry-run`).");

    internal static readonly Output ChangedFiles = new("changed-files", "The changed files, one a line.");

    internal static readonly Output Digests = new("digests", "JSON object from reference to digest or commit, of everything pinned.");

    internal static readonly Output LockPath = new("lock-file", "The path of the lock; empty without one.");

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "digest-pin",
        Title = "PipelineKit digest-pin",
        Summary = "Find every image and `uses:` reference in a repository and pin it to a verified digest, touching only those bytes",
        Icon = "anchor",
        Inputs =
        [
            Mode, Files, Kinds, Exclude, ImageRules, LockFile, ImportLock, ExportLock, DryRun, Offline, Diff, Json, DiffFile, SarifFile,
            Platforms, Concurrency, Timeout, RegistryCredentials, RegistryMirrors, PlainHttp, GitServerUrl, Token,
        ],
        Outputs = [Found, Pinned, Unpinned, Changed, ChangedFiles, Digests, LockPath],
        Permissions =
        [
            ("contents: read", "to read the checked-out repository and the tags of private actions"),
            ("packages: read", "to resolve images of private packages on ghcr.io"),
        ],
        Run = async (context, cancellation) =>
            DigestPinReport.From(await DigestPinHandler.RunAsync(DigestPinOptions.Parse(context), context, cancellation)),
    };
}
