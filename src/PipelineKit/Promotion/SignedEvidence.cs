using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Promotion;

/// <summary>What is signed about the image; listed once, for all gates that ask.</summary>
/// <param name="question">What is judged.</param>
/// <param name="context">The run.</param>
/// <param name="handler">Carries requests for roots of trust.</param>
internal sealed class SignedEvidence(GateQuestion question, CommandContext context, HttpMessageHandler handler)
{
    private readonly Dictionary<SignerSettings, Answer<IReadOnlyList<JudgedSignature>>> _judged = new(ReferenceEqualityComparer.Instance);
    private Answer<SignatureListing>? _listing;

    /// <summary>What refers to the image in its repository, as evidence.</summary>
    internal GateEvidence Of(string name, Digest manifest) => question.Referrer(name, manifest);

    /// <summary>All that is signed about the image, whoever signed it.</summary>
    internal async Task<Answer<SignatureListing>> ListAsync(CancellationToken cancellation) =>
        _listing ??= await Remote.TryAsync(
            () => new SignatureStore(question.Place.Store, context.Time).ListAsync(question.Place.Repository, question.Digest, cancellation), cancellation);

    /// <summary>All of it, each judged by whom the settings name.</summary>
    internal async Task<Answer<IReadOnlyList<JudgedSignature>>> JudgeAsync(SignerSettings signer, CancellationToken cancellation)
    {
        if (!_judged.TryGetValue(signer, out var judged))
        {
            judged = await JudgeOnceAsync(signer, cancellation);
            _judged.Add(signer, judged);
        }

        return judged;
    }

    private async Task<Answer<IReadOnlyList<JudgedSignature>>> JudgeOnceAsync(SignerSettings signer, CancellationToken cancellation)
    {
        var listing = await ListAsync(cancellation);
        if (listing.Value is null)
        {
            return new Answer<IReadOnlyList<JudgedSignature>>(null, listing.Problem);
        }

        var policy = new SignaturePolicy
        {
            Keys = signer.Keys,
            Identity = signer.Identity,
            Trust = new TrustSettings(signer.TrustedRoot, question.Offline, signer.Instance),
            Place = new SourcePlace(context.Inputs.Get(Actions.CommonInputs.Config), question.To.Line > 0 ? question.To.Line : null),
        };
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var judge = await OpenAsync(policy, http, cancellation);
        return judge.Value is null
            ? new Answer<IReadOnlyList<JudgedSignature>>(null, judge.Problem)
            : new Answer<IReadOnlyList<JudgedSignature>>(
            [
                .. listing.Value.Signatures.Select(s => new JudgedSignature(s.Manifest, SignatureJudge.TypeOf(s.Bundle), judge.Value.Judge(s, question.Digest))),
                .. listing.Value.Unreadable.Select(u => new JudgedSignature(u.Manifest, Type: null, SignatureJudge.NotVerified(VerificationReason.MalformedBundle, u.Problem))),
            ], Problem: null);
    }

    // A file of the settings that cannot be read is a mistake of theirs; a root of trust that is not reached is not.
    private async Task<Answer<SignatureJudge>> OpenAsync(SignaturePolicy policy, HttpMessageInvoker http, CancellationToken cancellation)
    {
        try
        {
            return new Answer<SignatureJudge>(await policy.OpenAsync(context, http, cancellation), Problem: null);
        }
        catch (TufException e) when (e.Problem == TufProblem.Unavailable)
        {
            return new Answer<SignatureJudge>(null, e.Message);
        }
    }
}

/// <summary>A signature or attestation that was judged.</summary>
/// <param name="Manifest">The manifest it is in.</param>
/// <param name="Type">The type it says it attests; null for none.</param>
/// <param name="Result">What was found out.</param>
internal sealed record JudgedSignature(Digest Manifest, string? Type, VerificationResult Result)
{
    /// <summary>Whether it is by whom the settings name.</summary>
    internal bool IsVerified => Result.Outcome == VerificationOutcome.Verified;

    /// <summary>Who signed, or why that is not proved, for people.</summary>
    internal string Text => Result.Signer is { } signer && IsVerified ? SignerText(signer) : Result.Detail ?? "";

    /// <summary>The gravest of the reasons why none of these proves anything.</summary>
    internal static PromotionReason ReasonOf(IReadOnlyCollection<JudgedSignature> judged, PromotionReason missing, PromotionReason forged, PromotionReason unknown, PromotionReason other) =>
        judged.Count == 0 ? missing
        : judged.Any(j => SignatureJudge.IsForged(j.Result)) ? forged
        : judged.Any(j => j.Result.Outcome == VerificationOutcome.Undetermined) ? unknown
        : other;

    /// <summary>What was found, for people.</summary>
    internal static string Details(IReadOnlyCollection<JudgedSignature> judged) =>
        judged.Count == 0 ? "nothing" : string.Join("; ", judged.Select(j => $"{j.Manifest}: {j.Text}").Distinct(StringComparer.Ordinal).Take(5));

    private static string SignerText(SignerIdentity signer) => signer.KeyId is { } key ? $"key {key.Hex[..16]}" : $"{signer.Subject} (vouched for by {signer.Issuer})";
}
