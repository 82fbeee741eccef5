using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.Images;
using PipelineKit.Manifests;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>What digest-pin does with the references it finds.</summary>
public enum PinMode
{
    /// <summary>Pin what is not pinned.</summary>
    Pin,

    /// <summary>Change nothing; fail on what is not pinned or not what the lock says.</summary>
    Check,

    /// <summary>Move the digests of kept tags to what the tags mean now.</summary>
    Update,

    /// <summary>Put back what stood there before pinning.</summary>
    Unpin,
}

/// <summary>The parsed inputs of digest-pin.</summary>
public sealed record DigestPinOptions
{
    /// <summary>What to do.</summary>
    public required PinMode Mode { get; init; }

    /// <summary>Globs of the files to read; empty means every tracked file of a known kind.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether images are looked at.</summary>
    public required bool Images { get; init; }

    /// <summary>Whether <c>uses:</c> references are looked at.</summary>
    public required bool Uses { get; init; }

    /// <summary>Globs of files or of reference names to leave alone.</summary>
    public required IReadOnlyList<string> Exclude { get; init; }

    /// <summary>Rules for images in arguments and environment values.</summary>
    public required IReadOnlyList<ImageRule> ImageRules { get; init; }

    /// <summary>The lock, relative to the working directory; empty for none.</summary>
    public required string LockFile { get; init; }

    /// <summary>A kbld or imgpkg lock to take digests from; empty for none.</summary>
    public required string ImportLock { get; init; }

    /// <summary>Where to write an imgpkg ImagesLock; empty for nowhere.</summary>
    public required string ExportLock { get; init; }

    /// <summary>Show what would change; write nothing.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Ask no network; the lock must answer.</summary>
    public required bool Offline { get; init; }

    /// <summary>Print the unified diff on standard output.</summary>
    public required bool Diff { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>Where to write the unified diff; empty for nowhere.</summary>
    public required string DiffFile { get; init; }

    /// <summary>Where to write SARIF 2.1.0; empty for nowhere.</summary>
    public required string SarifFile { get; init; }

    /// <summary>Platforms every image must have, as <c>os/arch[/variant]</c>, or <c>all</c> to record every one.</summary>
    public required IReadOnlyList<string> Platforms { get; init; }

    /// <summary>How many lookups run at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Lines <c>HOST=USER:SECRET</c>.</summary>
    public required RegistryCredentialList RegistryCredentials { get; init; }

    /// <summary>Where registries are asked.</summary>
    public required RegistryMirrors Mirrors { get; init; }

    /// <summary>Registries that may be asked over plain HTTP, beside loopback.</summary>
    public required IReadOnlyList<string> PlainHttp { get; init; }

    /// <summary>The Git server actions are resolved on.</summary>
    public required GitServerAddress GitServer { get; init; }

    /// <summary>Token for a Git server and, where that is github.com, for ghcr.io; null for none. It is sent to its own server only.</summary>
    public required GitToken? Token { get; init; }

    /// <summary>Reads every input; throws all problems at once.</summary>
    public static DigestPinOptions Parse(CommandContext context)
    {
        var inputs = context.Inputs;
        var kinds = inputs.Get(DigestPinAction.Kinds) ?? [];
        foreach (var kind in kinds.Where(k => k is not ("images" or "uses")))
        {
            inputs.Problem(DigestPinAction.Kinds, $"`{kind}` is not a kind: allowed are images and uses.");
        }

        var lockFile = inputs.Get(DigestPinAction.LockFile);
        var server = GitServerOf(context);
        var options = new DigestPinOptions
        {
            Mode = inputs.Get(DigestPinAction.Mode),
            Files = inputs.Get(DigestPinAction.Files),
            Images = kinds.Contains("images"),
            Uses = kinds.Contains("uses"),
            Exclude = inputs.Get(DigestPinAction.Exclude),
            ImageRules = ImageRule.ReadAll(inputs, DigestPinAction.ImageRules),
            LockFile = lockFile == "none" ? "" : lockFile,
            ImportLock = inputs.Get(DigestPinAction.ImportLock),
            ExportLock = inputs.Get(DigestPinAction.ExportLock),
            DryRun = inputs.Get(DigestPinAction.DryRun),
            Offline = inputs.Get(DigestPinAction.Offline),
            Diff = inputs.Get(DigestPinAction.Diff),
            Json = inputs.Get(DigestPinAction.Json),
            DiffFile = inputs.Get(DigestPinAction.DiffFile),
            SarifFile = inputs.Get(DigestPinAction.SarifFile),
            Platforms = inputs.Get(DigestPinAction.Platforms),
            Concurrency = inputs.Get(DigestPinAction.Concurrency),
            Timeout = inputs.Get(DigestPinAction.Timeout),
            RegistryCredentials = RegistryInputs.ReadCredentials(context, DigestPinAction.RegistryCredentials),
            Mirrors = RegistryInputs.ReadMirrors(context, DigestPinAction.RegistryMirrors),
            PlainHttp = inputs.Get(DigestPinAction.PlainHttp),
            GitServer = server,
            Token = TokenOf(context, server),
        };
        RefuseContradictions(options, inputs);
        inputs.ThrowIfAny();
        return options;
    }

    private static void RefuseContradictions(DigestPinOptions options, InputReader inputs)
    {
        if (options is { Diff: true, Json: true })
        {
            inputs.Problem(DigestPinAction.Diff, "`diff` and `json` both want standard output.", "Give one of them, or `diff-file` with `json`.");
        }

        if (options is { Offline: true, Mode: PinMode.Update })
        {
            inputs.Problem(DigestPinAction.Offline, "`update` asks what tags mean now, which needs the network.", "Leave `offline` out, or use `mode: check`.");
        }
    }

    private static GitServerAddress GitServerOf(CommandContext context)
    {
        var given = context.Inputs.Get(DigestPinAction.GitServerUrl);
        if (!GitServerAddress.TryParse(given.Length > 0 ? given : context.Ci.GitServerUrl, out var server, out var problem))
        {
            context.Inputs.Problem(DigestPinAction.GitServerUrl, $"{problem}.", "Write it as https://github.com, without user or password.");
        }

        return server!;
    }

    // The job's own token belongs to the server that gave it, whatever server the actions come from; a token somebody chose belongs to the one they chose.
    private static GitToken? TokenOf(CommandContext context, GitServerAddress server)
    {
        var given = context.Inputs.Get(DigestPinAction.Token);
        if (given.Length > 0 && given != context.Ci.JobToken)
        {
            return new GitToken(server, given);
        }

        return context.Ci is { JobToken: { } job, JobTokenServer: { } owner } && GitServerAddress.TryParse(owner, out var address, out _) ? new GitToken(address, job) : null;
    }
}
