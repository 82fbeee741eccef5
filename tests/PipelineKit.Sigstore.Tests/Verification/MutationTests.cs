using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>Changing any field of a good bundle must be noticed, but for those that are listed here with the reason why they prove nothing.</summary>
public sealed partial class MutationTests
{
    public static TheoryData<string> GoodCases => new(CorpusCase.Names().Where(n => !n.EndsWith("_fail", StringComparison.Ordinal)));

    /// <summary>Fields whose change is not noticed, because nothing is believed of them.</summary>
    private static readonly (Regex Path, string Reason)[] Irrelevant =
    [
        (ServerTree(), "what the server says of the tree is replaced by the checkpoint's size and root, which are signed"),
        (KeyHint(), "a hint that helps to choose among the keys of the policy; the signature decides"),
    ];

    /// <summary>What may be left out, because it is optional and something else stands in for it.</summary>
    private static readonly (Regex Path, BundleVersion? Only, string Reason)[] Optional =
    [
        .. Irrelevant.Select(i => (i.Path, default(BundleVersion?), i.Reason)),
        (OptionalHint(), null, "the digest is a hint; the artifact's real one is used"),
        (OneTimeOfTwo(), BundleVersion.V02, "the case of this version has a promise and a timestamp, and one proof of the time is enough"),
        (ProofOfOldBundle(), BundleVersion.V01, "a bundle 0.1 stands on the promise of inclusion, which is verified"),
    ];

    [SkippableTheory]
    [MemberData(nameof(GoodCases))]
    public void Every_changed_field_of_a_good_bundle_is_noticed(string name)
    {
        var corpus = new CorpusCase(name);
        var (verifier, artifact, policy) = (corpus.Verifier(), corpus.Artifact(), corpus.Policy());
        var (changes, missed) = (0, new List<string>());
        foreach (var (path, change, bundle) in Mutations.Of(corpus.BundleJson()))
        {
            changes++;
            if (!Array.Exists(Irrelevant, i => i.Path.IsMatch(path)) && IsVerified(verifier, bundle.ToJsonString(), artifact, policy) && !IsInsideToken(path))
            {
                missed.Add($"{path} ({change})");
            }
        }

        Assert.InRange(changes, 100, int.MaxValue);
        Assert.Empty(missed);
    }

    [SkippableTheory]
    [MemberData(nameof(GoodCases))]
    public void Every_field_that_is_left_out_is_noticed(string name)
    {
        var corpus = new CorpusCase(name);
        var (verifier, artifact, policy) = (corpus.Verifier(), corpus.Artifact(), corpus.Policy());
        var optional = Optional.Where(o => o.Only is not { } version || version == corpus.Bundle().Version).ToList();

        var missed = Mutations.Removals(corpus.BundleJson())
            .Where(r => !optional.Exists(o => o.Path.IsMatch(r.Path)) && IsVerified(verifier, r.Bundle.ToJsonString(), artifact, policy))
            .Select(r => r.Path);

        Assert.Empty(missed);
    }

    [SkippableFact]
    public void Every_byte_of_a_timestamp_that_is_signed_or_signs_counts()
    {
        var corpus = new CorpusCase("rekor2-timestamp-without-embedded-cert");
        var response = corpus.Bundle().Material.Timestamps[0];
        var signature = corpus.Bundle().Content.SignatureBytes;
        var chains = corpus.Root().TimestampAuthorities.Select(a => CertificateChain.Prepare(a, startsWithLeaf: true)).ToList();
        var token = TimestampToken.Parse(response);
        var attributes = token.Signer.Attributes.ToArray();
        attributes[0] = 0xA0;

        foreach (var part in new[] { token.Info, token.Imprint, token.Signer.Issuer, token.Signer.Serial, token.Signer.Signature, attributes })
        {
            var start = response.Span.IndexOf(part.Span);
            Assert.True(start > 0);
            for (var i = start; i < start + part.Length; i++)
            {
                var changed = response.ToArray();
                changed[i] ^= 0x10;
                _ = Assert.Throws<SigstoreFormatException>(() => TimestampCheck.Verify(TimestampToken.Parse(changed), signature.Span, chains));
            }
        }
    }

    /// <summary>Inside a token are parts that nothing is believed of (its certificates, versions); that those which count do is the test above.</summary>
    private static bool IsInsideToken(string path) => path.EndsWith("signedTimestamp", StringComparison.Ordinal);

    private static bool IsVerified(BundleVerifier verifier, string json, Artifact artifact, VerificationPolicy policy)
    {
        try
        {
            return verifier.Verify(SigstoreBundle.Parse(Encoding.UTF8.GetBytes(json)), artifact, policy).Outcome == VerificationOutcome.Verified;
        }
        catch (SigstoreFormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"inclusionProof\.(rootHash|treeSize)$", RegexOptions.NonBacktracking)]
    private static partial Regex ServerTree();

    [GeneratedRegex(@"(publicKey\.hint|signatures\[0\]\.keyid)$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyHint();

    [GeneratedRegex(@"messageSignature\.messageDigest$", RegexOptions.NonBacktracking)]
    private static partial Regex OptionalHint();

    [GeneratedRegex(@"(inclusionPromise|timestampVerificationData|timestampVerificationData\.rfc3161Timestamps(\[0\])?)$", RegexOptions.NonBacktracking)]
    private static partial Regex OneTimeOfTwo();

    [GeneratedRegex(@"inclusionProof(\.checkpoint(\.envelope)?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex ProofOfOldBundle();

}
