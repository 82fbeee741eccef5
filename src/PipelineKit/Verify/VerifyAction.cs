using PipelineKit.Actions;
using PipelineKit.Images;
using PipelineKit.Trust;

namespace PipelineKit.Verify;

/// <summary>The inputs and outputs of verify.</summary>
public static class VerifyAction
{
    private const string DefaultLedger = "pipelinekit/ledger:promotions";

    internal static readonly Input<IReadOnlyList<string>> Images = Inputs.Lines(
        "images", "What to verify, one a line: `name@sha256:...`. A tag is refused unless `resolve` is set. Required, except with `chain`.");

    internal static readonly Input<IReadOnlyList<string>> NeededImages = new(Images.Name, Images.Shape, Images.Description, Images.Parse) { Required = true };

    internal static readonly Input<bool> Resolve = Inputs.Flag("resolve", "Take tags too: each is looked up once, and `digests` says what was verified. Deploy that, not the tag.");

    internal static readonly Input<bool> Recursive = Inputs.Flag("recursive", "Verify every platform of an image as well.");

    internal static readonly Input<IReadOnlyList<string>> Key = Inputs.Words(
        "key", "Public keys one of which must have signed: PEM files, or `env:NAME` for variables with one.");

    internal static readonly Input<string> CertificateIdentity = Inputs.Text(
        "certificate-identity", "Who must have signed keyless: the certificate's subject, exactly. On GitHub that is the workflow the job is *defined* in: `https://github.com/o/r/.github/workflows/x.yml@refs/heads/main`.");

    internal static readonly Input<string> CertificateIdentityRegexp = Inputs.Text(
        "certificate-identity-regexp", "The same as a regular expression, which must match all of it.");

    internal static readonly Input<string> CertificateOidcIssuer = Inputs.Text(
        "certificate-oidc-issuer", "Who must have vouched for the identity, exactly. Default, where `source-repository` or its id is given: GitHub Actions.");

    internal static readonly Input<string> CertificateOidcIssuerRegexp = Inputs.Text("certificate-oidc-issuer-regexp", "The same as a regular expression, which must match all of it.");

    internal static readonly Input<string> SourceRepository = Inputs.Text("source-repository", "The repository whose workflow must have signed: `owner/name` on github.com, or its address.");

    internal static readonly Input<string> SourceRepositoryId = Inputs.Text("source-repository-id", "The number of that repository, which stays when it is renamed and never becomes another's.");

    internal static readonly Input<string> SourceRef = Inputs.Text("source-ref", "The ref it must have been signed from: `refs/heads/main`.");

    internal static readonly Input<string> Workflow = Inputs.Text(
        "workflow", "The workflow that must have been *started*: `.github/workflows/release.yml` of `source-repository`, or `owner/name/.github/workflows/x.yml`; with `@ref` that ref only.");

    internal static readonly Input<string> WorkflowSha = Inputs.Text("workflow-sha", "The commit that workflow must have been taken from.");

    internal static readonly Input<string> RunnerEnvironment = Inputs.Text("runner-environment", "Where the job must have run: `github-hosted` or `self-hosted`.");

    internal static readonly Input<string> Environment = Inputs.Text("environment", "The deployment environment the job must have had.");

    internal static readonly Input<string> TokenSubject = Inputs.Text("token-subject", "The subject that the identity token itself must have had: `repo:acme/shop:environment:production`.");

    internal static readonly Input<IReadOnlyList<string>> PredicateTypes = Inputs.Words(
        "predicate-types", "What must be attested, each by at least one attestation that satisfies: `cyclonedx`, `spdx`, `vuln`, `openvex`, `vsa`, `slsaprovenance1`, `image-signature`, ... or type URIs.");

    internal static readonly Input<bool> TransparencyLog = Inputs.Flag("transparency-log", "With keys: require an entry in a transparency log too. Keyless always does, but for `instance: github`.");

    internal static readonly Input<IReadOnlyList<string>> Bundle = Inputs.Lines("bundle", "Bundle files to verify instead of what is beside the image, one a line.");

    internal static readonly Input<bool> Chain = Inputs.Flag(
        "chain", "Walk back from an environment to the build by the ledgers of promotions instead, and verify every signed record on the way. Asks no network.");

    internal static readonly Input<string> ChainEnvironment = Inputs.Text(
        "chain-environment", "With `chain`: where to begin. Default: the environment that nothing is promoted from. With `images` these are walked back, else the image that is there now.");

    internal static readonly Input<string> LedgerBranch = Inputs.Text(
        "ledger-branch", "With `chain`: the branch of the local repository that has the ledgers, and their folder: `BRANCH:FOLDER`.", DefaultLedger);

    internal static readonly Input<string> LedgerFolder = Inputs.Path("ledger-folder", "With `chain`: a folder on disk that has the ledgers, instead of a branch.");

    internal static readonly Input<bool> Json = Inputs.Flag("json", "Print `result.json`, with every check that was made, on standard output.");

    internal static readonly Input<int> Concurrency = Inputs.Whole("concurrency", "How many images are verified at once.", 32, 1, 256);

    internal static readonly Input<TimeSpan> Timeout = Inputs.Duration("timeout", "The limit for the whole run.", "5m");

    internal static readonly Input<string> Token = Inputs.Secret("token", "Token for ghcr.io. Default: the job's own.", gitHubDefault: "${{ github.token }}");

    internal static readonly Output Verified = new("verified", "How many images satisfy the policy.");

    internal static readonly Output NotVerified = new("not-verified", "How many do not, or cannot be judged.");

    internal static readonly Output Digests = new("digests", "`name@digest` of every image that satisfies the policy, one a line.");

    internal static readonly Output Signers = new("signers", "Who signed them, one a line, each once.");

    /// <summary>The definition everything users see is rendered from.</summary>
    public static readonly ActionDefinition Definition = new()
    {
        Name = "verify",
        Title = "PipelineKit verify",
        Summary = "Verify by policy who signed an image and what is attested about it, offline if need be",
        Icon = "check-circle",
        Inputs =
        [
            Images, Resolve, Recursive, Key, CertificateIdentity, CertificateIdentityRegexp, CertificateOidcIssuer, CertificateOidcIssuerRegexp,
            SourceRepository, SourceRepositoryId, SourceRef, Workflow, WorkflowSha, RunnerEnvironment, Environment, TokenSubject, PredicateTypes, TransparencyLog, Bundle,
            Chain, ChainEnvironment, LedgerBranch, LedgerFolder,
            TrustInputs.TrustedRoot, TrustInputs.Offline, TrustInputs.Instance, Json, Concurrency, Timeout,
            RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp, Token,
        ],
        Outputs = [Verified, NotVerified, Digests, Signers],
        Permissions =
        [
            ("packages: read", "to read signatures beside private images on ghcr.io"),
            ("contents: read", "to read the checked-out repository"),
        ],
        Run = RunAsync,
    };

    private static async Task<Ci.CommandReport> RunAsync(Ci.CommandContext context, CancellationToken cancellation)
    {
        var options = new VerifyOptionsParser(context).Parse();
        return options.Chain is { } chain
            ? ChainReport.From(await ChainHandler.RunAsync(options, chain, context, cancellation))
            : VerifyReport.From(await VerifyHandler.RunAsync(options, context, cancellation));
    }
}
