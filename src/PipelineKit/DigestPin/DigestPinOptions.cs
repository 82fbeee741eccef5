using PipelineKit.Actions;
using PipelineKit.Ci;

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
    public required IReadOnlyList<string> ImageRules { get; init; }

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
    public required string RegistryCredentials { get; init; }

    /// <summary>Lines <c>HOST=TARGET</c>.</summary>
    public required IReadOnlyList<string> RegistryMirrors { get; init; }

    /// <summary>Registries that may be asked over plain HTTP, beside loopback.</summary>
    public required IReadOnlyList<string> PlainHttp { get; init; }

    /// <summary>The Git server actions are resolved on.</summary>
    public required string GitServerUrl { get; init; }

    /// <summary>Token for the Git server and ghcr.io; empty for none.</summary>
    public required string Token { get; init; }

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
        var server = inputs.Get(DigestPinAction.GitServerUrl);
        var token = inputs.Get(DigestPinAction.Token);
        var options = new DigestPinOptions
        {
            Mode = inputs.Get(DigestPinAction.Mode),
            Files = inputs.Get(DigestPinAction.Files),
            Images = kinds.Contains("images"),
            Uses = kinds.Contains("uses"),
            Exclude = inputs.Get(DigestPinAction.Exclude),
            ImageRules = inputs.Get(DigestPinAction.ImageRules),
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
            RegistryCredentials = inputs.Get(DigestPinAction.RegistryCredentials),
            RegistryMirrors = inputs.Get(DigestPinAction.RegistryMirrors),
            PlainHttp = inputs.Get(DigestPinAction.PlainHttp),
            GitServerUrl = server.Length > 0 ? server : context.Ci.GitServerUrl,
            Token = token.Length > 0 ? token : context.Ci.JobToken ?? "",
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

        if (!Uri.TryCreate(options.GitServerUrl, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0)
        {
            inputs.Problem(DigestPinAction.GitServerUrl, $"`{options.GitServerUrl}` is not the address of a Git server.", "Write it as https://github.com, without user or password.");
        }
    }
}
