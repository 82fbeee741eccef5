using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Sigstore;

/// <summary>The predicate types that have a name here; every other one is given by its URI.</summary>
public static class PredicateTypes
{
    /// <summary>How something was built (SLSA provenance, version 1).</summary>
    public const string SlsaProvenance = "https://slsa.dev/provenance/v1";

    /// <summary>Its older version.</summary>
    public const string SlsaProvenance02 = "https://slsa.dev/provenance/v0.2";

    /// <summary>A bill of materials in CycloneDX.</summary>
    public const string CycloneDx = "https://cyclonedx.org/bom";

    /// <summary>A bill of materials in SPDX.</summary>
    public const string Spdx = "https://spdx.dev/Document";

    /// <summary>A vulnerability scan as cosign has it (COSIGN_VULN_ATTESTATION_SPEC.md).</summary>
    public const string CosignVulnerabilities = "https://cosign.sigstore.dev/attestation/vuln/v1";

    /// <summary>A vulnerability scan (in-toto/attestation, spec/predicates/vuln.md, version 0.2).</summary>
    public const string Vulnerabilities = "https://in-toto.io/attestation/vulns/v0.2";

    /// <summary>Which vulnerabilities matter (OpenVEX).</summary>
    public const string OpenVex = "https://openvex.dev/ns";

    /// <summary>That something was verified, by whom and by which policy (SLSA VSA, version 1).</summary>
    public const string VerificationSummary = "https://slsa.dev/verification_summary/v1";

    /// <summary>How tests went (in-toto/attestation, spec/predicates/test-result.md, version 0.1).</summary>
    public const string TestResult = "https://in-toto.io/attestation/test-result/v0.1";

    /// <summary>Any text, as cosign wraps it.</summary>
    public const string CosignCustom = "https://cosign.sigstore.dev/attestation/v1";

    /// <summary>An image signature of cosign 3: a statement that says nothing but the digest.</summary>
    public const string ImageSignature = "https://sigstore.dev/cosign/sign/v1";

    private const int LongestUri = 1024;

    /// <summary>Every name with its URI; names that cosign has mean what they mean there.</summary>
    public static IReadOnlyList<(string Name, string Uri)> Names { get; } =
    [
        ("cyclonedx", CycloneDx),
        ("spdx", Spdx),
        ("spdxjson", Spdx),
        ("vuln", CosignVulnerabilities),
        ("in-toto-vulns", Vulnerabilities),
        ("openvex", OpenVex),
        ("vsa", VerificationSummary),
        ("slsaprovenance1", SlsaProvenance),
        ("slsaprovenance02", SlsaProvenance02),
        ("test-result", TestResult),
        ("custom", CosignCustom),
        ("image-signature", ImageSignature),
    ];

    /// <summary>The URI of a name, or the text itself when it is a URI.</summary>
    public static bool TryResolve(string nameOrUri, [NotNullWhen(true)] out string? uri)
    {
        uri = Names.FirstOrDefault(n => n.Name == nameOrUri).Uri ?? (IsUri(nameOrUri) ? nameOrUri : null);
        return uri is not null;
    }

    /// <summary>The name of a URI, or the URI itself when it has none.</summary>
    public static string NameOf(string uri) => Names.FirstOrDefault(n => n.Uri == uri).Name ?? uri;

    // Compared byte by byte when verifying, so it is kept as written; only what cannot be a type URI is refused.
    private static bool IsUri(string text) =>
        text.Length <= LongestUri && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out _);
}
