using PipelineKit.Actions;
using PipelineKit.Images;
using PipelineKit.Signing;
using PipelineKit.Trust;

namespace PipelineKit.Sign;

/// <summary>The inputs and outputs of sign.</summary>
public static class SignAction
{
    internal static readonly Input<IReadOnlyList<string>> Images = Required(Inputs.Lines(
        "images", "What to sign, one a line: `name@sha256:...`. A tag is refused unless `resolve` is set."));

    internal static readonly Input<bool> Resolve = Inputs.Flag("resolve", "Take tags too: each is looked up once, its digest is printed and used throughout.");

    internal static readonly Input<bool> Recursive = Inputs.Flag("recursive", "Sign every platform of an image as well. Attestations are about the image that was named.");

    internal static readonly Input<bool> Signature = Inputs.Flag("signature", "Sign the image itself; `false` only attaches attestations.", @default: true);

    internal static readonly Input<IReadOnlyList<string>> Attest = Inputs.Lines(
        "attest",
        "Attestations to attach, one a line: `TYPE=FILE`. Types: `cyclonedx`, `spdx`, `vuln`, `in-toto-vulns`, `openvex`, `vsa`, `slsaprovenance1`, `test-result`, `custom` (any text), or a type URI. "
            + "The file is the predicate, and must look like its type.");

    internal static readonly Input<bool> Provenance = Inputs.Flag("provenance", "Attach SLSA provenance of this run (GitHub Actions or Azure Pipelines).");

    internal static readonly Input<IReadOnlyList<string>> Annotations = Inputs.Lines("annotations", "What the image signature says besides, one a line: `key=value`.");

    internal static readonly Input<IReadOnlyList<string>> Formats = Inputs.Words(
        "formats", "How signatures are kept beside the image: `bundle` (OCI 1.1 referrers; cosign 3, GitHub), `legacy` (tags `.sig` and `.att`; older cosign), or both.", "bundle");

    internal static readonly Input<string> BundleDir = Inputs.Path("bundle-dir", "A folder to write every bundle to as well.");

    internal static readonly Input<string> GitHubAttestations = Inputs.Text(
        "github-attestations", "Also put every attestation and image signature into GitHub's attestations of this repository: `owner/name`. Needs `attestations: write`.");

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Do everything but sign and write: the summary says what would happen.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json` on standard output.");

    internal static readonly Input<int> Concurrency = Inputs.Whole("concurrency", "How many signatures are made at once.", 32, 1, 256);

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "10m");

    internal static readonly Input<string> Token = Inputs.Secret(
        "token", "Token for ghcr.io and for GitHub's attestations. Default: the job's own.", gitHubDefault: "${{ github.token }}");

    internal static readonly Output Signed = new("signed", "How many signatures and attestations were made (or would be, with `dry-run`).");

    internal static readonly Output AlreadySigned = new("already-signed", "How many equal, valid ones were there already, so that nothing was written.");

    internal static readonly Output Digests = new("digests", "`name@digest` of every image that is signed now, one a line: what `images` of `verify` takes.");

    internal static readonly Output Bundles = new("bundles", "The paths of the bundles written to `bundle-dir`, one a line.");

    internal static readonly Output LogIndexes = new("log-indexes", "The indexes of the new entries in the transparency log, one a line.");

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "sign",
        Title = "PipelineKit sign",
        Summary = "Sign image digests and attach attestations, with a key or keyless, so that cosign, GitHub and `verify` accept them",
        Icon = "edit-3",
        Inputs =
        [
            Images, Resolve, Recursive, Signature, Attest, Provenance, Annotations,
            SigningInputs.Key, SigningInputs.KeyPassword, SigningInputs.SignerCommand, SigningInputs.IdentityToken,
            SigningInputs.FulcioUrl, SigningInputs.RekorUrl, SigningInputs.RekorVersion, SigningInputs.TimestampUrl, SigningInputs.SigningConfig, TrustInputs.TrustedRoot, SigningInputs.TransparencyLog, Formats, BundleDir, GitHubAttestations,
            DryRun, Json, Concurrency, Timeout, RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp, Token,
        ],
        Outputs = [Signed, AlreadySigned, Digests, Bundles, LogIndexes],
        Permissions =
        [
            ("packages: write", "to put signatures beside images on ghcr.io"),
            ("id-token: write", "to sign keyless"),
            ("attestations: write", "only with `github-attestations`"),
            ("contents: read", "to read the checked-out repository"),
        ],
        Run = async (context, cancellation) => SignReport.From(await SignHandler.RunAsync(new SignOptionsParser(context).Parse(), context, cancellation)),
    };

    private static Input<T> Required<T>(Input<T> input) => new(input.Name, input.Shape, input.Description, input.Parse) { Required = true };
}
