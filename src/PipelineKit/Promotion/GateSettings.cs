using PipelineKit.Schedules;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Promotion;

/// <summary>What must hold before an image comes to an environment. What is not asked for is not looked at.</summary>
public sealed record GateSettings
{
    /// <summary>Who must have signed the image; null for nobody.</summary>
    public SignerSettings? Signature { get; init; }

    /// <summary>What must be attested, by the signer above or by its own.</summary>
    public IReadOnlyList<AttestationGate> Attestations { get; init; } = [];

    /// <summary>A passing decision of <c>scan-gate</c> about the digest; null for none.</summary>
    public DecisionGate? Scan { get; init; }

    /// <summary>Whether a bill of materials must be attached (attested or as a referrer).</summary>
    public bool Sbom { get; init; }

    /// <summary>Whether a canary of the digest must have passed in the environment before; null for no.</summary>
    public CanaryGate? Canary { get; init; }

    /// <summary>How long it must have been in the environment before, without interruption; null for no time.</summary>
    public TimeSpan? Soak { get; init; }

    /// <summary>Who must approve; null for nobody.</summary>
    public ApprovalGate? Approvals { get; init; }

    /// <summary>When nothing may be promoted; a rollback to a recorded image may be.</summary>
    public FreezeCalendar? Freeze { get; init; }
}

/// <summary>Whose signatures count.</summary>
/// <param name="Keys">Files with public keys.</param>
/// <param name="Identity">A keyless identity; null for keys alone.</param>
/// <param name="TrustedRoot">The trusted root to believe; empty for that of the public instance.</param>
public sealed record SignerSettings(IReadOnlyList<string> Keys, IdentityPolicy? Identity, string TrustedRoot)
{
    /// <summary>Which Sigstore it is: how much evidence keyless signatures must have.</summary>
    public SigstoreInstance Instance { get; init; }
}

/// <summary>An attestation that must be there.</summary>
/// <param name="PredicateType">Its type URI.</param>
/// <param name="Signer">Who must have made it; null for the signer of the image.</param>
/// <param name="Where">What must stand where in the statement: values by JSON pointer (RFC 6901), all of which begin with <c>/predicate/</c>. A value that ends with <c>*</c> is how one must begin.</param>
public sealed record AttestationGate(string PredicateType, SignerSettings? Signer, IReadOnlyDictionary<string, string> Where);

/// <summary>A decision of scan-gate.</summary>
/// <param name="File">The decision file; empty to take the verification summary attested to the image.</param>
/// <param name="MaximumAge">The oldest that counts; null for any.</param>
public sealed record DecisionGate(string File, TimeSpan? MaximumAge)
{
    /// <summary>Who must have signed an attested one; null for the signer of the image.</summary>
    public SignerSettings? Signer { get; init; }
}

/// <summary>A canary that must have passed.</summary>
/// <param name="Signer">Who must have signed the verdict; null for the signer of the image, and where there is none, for nobody: then the ledger is believed.</param>
public sealed record CanaryGate(SignerSettings? Signer);

/// <summary>Approvals by people.</summary>
/// <param name="Required">How many different people.</param>
/// <param name="From">Who may; empty for anybody whom the host lets approve.</param>
/// <param name="NotActor">Whether who runs the promotion does not count (four eyes).</param>
/// <param name="NotAuthor">Whether authors of the commit do not count.</param>
public sealed record ApprovalGate(int Required, IReadOnlyList<string> From, bool NotActor, bool NotAuthor);
