using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Signing;

/// <summary>Who signs in this run: a key, or an identity. Nothing is asked for before something is to be signed.</summary>
internal sealed class SignerSource
{
    private readonly Func<CancellationToken, Task<BundleSigner>> _open;
    private readonly TrustedRoot _root;

    private SignerSource(string name, VerificationPolicy? policy, TrustedRoot root, Func<CancellationToken, Task<BundleSigner>> open)
    {
        (Name, Policy, _root, _open) = (name, policy, root, open);
    }

    /// <summary>Who signs, for people.</summary>
    internal string Name { get; }

    /// <summary>What their signatures satisfy; null when only the certificate authority knows what it will call them.</summary>
    internal VerificationPolicy? Policy { get; }

    /// <summary>Verifies what is there already.</summary>
    internal BundleVerifier Verifier(TimeProvider time) => new(_root, time);

    /// <summary>The signer of the whole run: one key, and for an identity one certificate.</summary>
    internal Task<BundleSigner> OpenAsync(CancellationToken cancellation) => _open(cancellation);

    /// <summary>Who signs, as the settings say, and this run as provenance tells it once that is known.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="run">The run whose provenance is told; null when it is not.</param>
    /// <param name="dryRun">A keyless rehearsal asks nobody for a token, and so has no signer.</param>
    /// <param name="context">What the command may reach.</param>
    /// <param name="http">Sends requests.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static async Task<(SignerSource? Signer, BuildRun? Run)> OpenAsync(
        SigningSettings settings, BuildRun? run, bool dryRun, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        if (!settings.IsKeyless)
        {
            ISigner key = settings.SignerCommand.Count > 0
                ? await CommandSigner.StartAsync(settings.SignerCommand, context, cancellation)
                : PrivateKeyFile.Read(await KeyText.ReadAsync(settings.Key, SourcePlace.OfInput(SigningInputs.Key.Name), context, cancellation), settings.KeyPassword);
            return (await WithKeyAsync(settings, key, context, http, cancellation), run);
        }

        if (dryRun)
        {
            return (null, run);
        }

        var token = await TokenAsync(settings, context, http, cancellation);
        var identity = Sigstore.IdentityToken.Parse(token);
        var certain = run is GitHubWorkflowRun workflow ? workflow with { JobWorkflowReference = identity.JobWorkflow } : run;
        return (await KeylessAsync(settings, token, identity, context, http, cancellation), certain);
    }

    private static async Task<SignerSource> WithKeyAsync(SigningSettings settings, ISigner signer, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var services = settings.TransparencyLog || settings.Services.TimestampAuthority is not null
            ? await ServicesAsync(settings, context, isKeyless: false, cancellation)
            : SigningServices.None;
        var usesServices = services.Logs.Count > 0 || services.TimestampAuthorities.Count > 0;
        var root = usesServices ? await TrustedRoots.LoadAsync(settings.Trust, context, http, cancellation) : TrustedRoot.Empty;
        return new SignerSource(
            $"key {Convert.ToHexStringLower(signer.PublicKey.Id.Span)[..16]}",
            new VerificationPolicy { Keys = [signer.PublicKey], KeysNeedLog = settings.TransparencyLog },
            root,
            _ => Task.FromResult(BundleSigner.WithKey(signer, services, usesServices ? root : null, http, context.Time)));
    }

    private static async Task<SignerSource> KeylessAsync(
        SigningSettings settings, string token, IdentityToken identity, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var services = await ServicesAsync(settings, context, isKeyless: true, cancellation);
        var root = await TrustedRoots.LoadAsync(settings.Trust, context, http, cancellation);
        var policy = identity.CertificateSubject is { } subject
            ? new VerificationPolicy { Identities = [new IdentityPolicy(TextMatch.Exactly(subject), TextMatch.Exactly(identity.Issuer), new Dictionary<int, TextMatch>())] }
            : null;
        return new SignerSource(
            $"{identity.CertificateSubject ?? identity.Subject} (vouched for by {identity.Issuer})", policy, root,
            stop => BundleSigner.KeylessAsync(token, services, root, http, context.Time, stop));
    }

    // The one given, else one of the host's.
    private static async Task<string> TokenAsync(SigningSettings settings, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        if (settings.IdentityToken.Length > 0)
        {
            return settings.IdentityToken;
        }

        var isPublic = settings.Services is { Fulcio: null, ConfigFile.Length: 0 };
        if (context.Ci.IdentityTokens is not { } source || (isPublic && source.FixedAudience is not null))
        {
            throw new FailureException(new Failure(FailureCodes.NoIdentity, "There is no key, and this run has no identity token that could be used.", context.Ci.IdentityTokenRemedy));
        }

        var token = await source.GetAsync("sigstore", http, context.Time, cancellation);
        context.Mask(token);
        return token;
    }

    private static async Task<SigningServices> ServicesAsync(SigningSettings settings, CommandContext context, bool isKeyless, CancellationToken cancellation)
    {
        var given = settings.Services;
        if (given.ConfigFile.Length > 0)
        {
            var all = await SigningConfigFile.ReadAsync(given.ConfigFile, context, cancellation);
            return isKeyless ? all : all with { Fulcio = null };
        }

        var usual = SigningServices.PublicGood;
        return new SigningServices(
            isKeyless ? given.Fulcio ?? usual.Fulcio : null,
            isKeyless || settings.TransparencyLog ? given.Rekor is { } log ? [new SigningLog(log, given.RekorVersion)] : usual.Logs : [],
            given.TimestampAuthority is { } authority ? [authority] : []);
    }
}
