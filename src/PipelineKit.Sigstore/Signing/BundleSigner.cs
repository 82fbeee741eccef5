using System.Security.Cryptography;
using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>
/// Makes bundles: signs, gets the signature into the logs and timestamped, and verifies what came back before giving it out. One signer is one batch:
/// one key (and one certificate) for everything it signs, entries in parallel; safe to use from several threads. Throws <see cref="SigningException"/>.
/// </summary>
public sealed class BundleSigner : IDisposable
{
    /// <summary>How many signatures are under way at once; further ones wait.</summary>
    public const int MaximumParallel = 128;

    private readonly SemaphoreSlim _slots = new(MaximumParallel);
    private readonly ISigner _signer;
    private readonly EphemeralKey? _ownKey;
    private readonly byte[]? _certificate;
    private readonly SignatureWitnesses _witnesses;
    private readonly FinishedBundleCheck _check;

    private BundleSigner(ISigner signer, EphemeralKey? ownKey, byte[]? certificate, SignatureWitnesses witnesses, FinishedBundleCheck check) =>
        (_signer, _ownKey, _certificate, _witnesses, _check) = (signer, ownKey, certificate, witnesses, check);

    /// <summary>The identity in the certificate, or null when a key signs.</summary>
    public SignerIdentity? Identity => _check.Identity;

    /// <summary>Signs with a key; logs and timestamps are used when services are given, and need a root to verify their answers with.</summary>
    /// <param name="signer">The key; it stays the caller's.</param>
    /// <param name="services">Logs and timestamp authorities; a certificate authority is not used.</param>
    /// <param name="root">Who is believed; may be null without services.</param>
    /// <param name="http">Carries the requests.</param>
    /// <param name="time">The clock.</param>
    public static BundleSigner WithKey(ISigner signer, SigningServices services, TrustedRoot? root, HttpMessageInvoker http, TimeProvider time)
    {
        if (root is null && (services.Logs.Count > 0 || services.TimestampAuthorities.Count > 0))
        {
            throw new SigningException(
                SigningProblem.BadKey,
                "a transparency log or timestamp authority is to be used, and there is no trusted root to verify its answers with",
                "give the trusted root of that instance, or sign without log and timestamps");
        }

        EnsureTime(services, isKeyless: false);
        var check = new FinishedBundleCheck(root ?? TrustedRoot.Empty, services, signer.PublicKey, identity: null, time);
        return new BundleSigner(signer, ownKey: null, certificate: null, new SignatureWitnesses(services, new ServiceClient(http, time)), check);
    }

    /// <summary>
    /// Keyless: makes a key that never leaves memory, and gets a certificate for it from Fulcio with this token. The certificate is verified (chain, SCT, own key,
    /// identity of the token) against the root before anything is signed.
    /// </summary>
    /// <param name="identityToken">The token (see <see cref="IdentityToken"/>), for the audience that the certificate authority asks for.</param>
    /// <param name="services">Certificate authority, logs and timestamp authorities; at least one of the latter two must give a time.</param>
    /// <param name="root">Who is believed.</param>
    /// <param name="http">Carries the requests.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait for the certificate.</param>
    public static async Task<BundleSigner> KeylessAsync(
        string identityToken, SigningServices services, TrustedRoot root, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellation)
    {
        var token = IdentityToken.Parse(identityToken);
        token.EnsureCurrent(time);
        var fulcio = services.Fulcio ?? throw Bad("keyless signing needs a certificate authority (Fulcio)", "give its address, or sign with a key");
        EnsureTime(services, isKeyless: true);
        var client = new ServiceClient(http, time);
        var key = new EphemeralKey();
        try
        {
            var chain = await new FulcioClient(client, fulcio).CertificateAsync(token, key, cancellation);
            var identity = CertificateCheck.Check(chain[0], key.PublicKey, token, root, time, $"the certificate authority {fulcio.Host}");
            return new BundleSigner(key, key, chain[0], new SignatureWitnesses(services, client), new FinishedBundleCheck(root, services, key: null, identity, time));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Signs an artifact's bytes (a message signature).</summary>
    public async Task<SigstoreBundle> SignArtifactAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var details = _signer.PublicKey.Details;
        var hash = details == KeyDetails.Ed25519 ? HashAlgorithmName.SHA256 : KeyDetailsNames.Hash(details);
        var name = hash == HashAlgorithmName.SHA256 ? "SHA2_256" : hash == HashAlgorithmName.SHA384 ? "SHA2_384" : "SHA2_512";
        return await SignAsync(
            content,
            Artifact.Of(content),
            signature => new MessageSignature(name, CryptographicOperations.HashData(hash, content.Span), signature),
            cancellation);
    }

    /// <summary>
    /// Signs an in-toto statement, as these bytes, in an envelope. It must be one that a verifier can read, and have a subject with a sha256 or sha512 digest.
    /// </summary>
    public async Task<SigstoreBundle> SignStatementAsync(ReadOnlyMemory<byte> statement, CancellationToken cancellation)
    {
        var subject = Subject(statement);
        var signed = Pae.Encode(DsseEnvelope.InTotoPayload, statement.Span);
        return await SignAsync(
            signed, subject, signature => new DsseContent(new DsseEnvelope(DsseEnvelope.InTotoPayload, statement, [new DsseSignature(signature)])), cancellation);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _slots.Dispose();
        _ownKey?.Dispose();
    }

    private static Artifact Subject(ReadOnlyMemory<byte> statement)
    {
        try
        {
            var digests = InTotoStatement.Parse(statement).Subjects.SelectMany(s => s.Digests).Select(d => $"{d.Key}:{d.Value}");
            var first = digests.Select(d => Digest.TryParse(d, out var digest) ? digest : null).FirstOrDefault(d => d is not null);
            return Artifact.Of(first ?? throw Bad("the statement has no subject with a sha256 or sha512 digest", "name what the statement is about by its digest"));
        }
        catch (SigstoreFormatException e)
        {
            throw new SigningException(SigningProblem.BadKey, $"what is to be signed is not an in-toto statement: {e.Message}", "give a statement as in-toto/attestation v1 has it", e);
        }
    }

    private static void EnsureTime(SigningServices services, bool isKeyless)
    {
        var isTimed = services.TimestampAuthorities.Count > 0 || services.Logs.Any(l => l.MajorVersion == 1);
        if (!isTimed && (isKeyless || services.Logs.Count > 0))
        {
            throw Bad(
                services.Logs.Count > 0 ? "a transparency log with API v2 does not say when it took an entry in" : "nothing would say when this was signed",
                "give a timestamp authority too: the certificate is valid for minutes, and a verifier must know that the signature was made in them");
        }
    }

    private static SigningException Bad(string message, string remedy) => new(SigningProblem.BadKey, message, remedy);

    private async Task<SigstoreBundle> SignAsync(ReadOnlyMemory<byte> signed, Artifact artifact, Func<byte[], BundleContent> content, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        try
        {
            var signature = await _signer.SignAsync(signed, cancellation);
            var made = content(signature);
            var submission = new LogSubmission(signed, signature, _signer.PublicKey, _certificate, (made as DsseContent)?.Envelope);
            var (entries, timestamps) = await _witnesses.TestifyAsync(submission, cancellation);
            var hint = _certificate is null ? Convert.ToBase64String(_signer.PublicKey.Id.Span) : null;
            ReadOnlyMemory<byte>[] certificates = _certificate is null ? [] : [_certificate];
            return _check.Check(new SigstoreBundle(BundleVersion.V03, new VerificationMaterial(certificates, hint, entries, timestamps), made), artifact);
        }
        finally
        {
            _slots.Release();
        }
    }
}
