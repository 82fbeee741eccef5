using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// Everything a decision is made from. The decision is a pure function of it: no clock, no file, no network, and the order of the lists does not matter.
/// </summary>
public sealed record GateCase
{
    /// <summary>The image.</summary>
    public required GateSubject Subject { get; init; }

    /// <summary>The policy.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>The evidence.</summary>
    public required IReadOnlyList<EvidenceItem> Evidence { get; init; }

    /// <summary>Exceptions of all files.</summary>
    public IReadOnlyList<GateException> Exceptions { get; init; } = [];

    /// <summary>The files the exceptions are from, also those without any.</summary>
    public IReadOnlyList<GateFile> ExceptionFiles { get; init; } = [];

    /// <summary>EPSS scores; null for none.</summary>
    public EpssScores? Epss { get; init; }

    /// <summary>Known exploited vulnerabilities; null for none.</summary>
    public KevCatalog? Kev { get; init; }

    /// <summary>What the image is compared with; null for nothing.</summary>
    public GateBaseline? Baseline { get; init; }

    /// <summary>The environment the image is to go to (<c>production</c>); empty for none.</summary>
    public string Environment { get; init; } = "";

    /// <summary>The moment the decision is made for, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The image that is judged.</summary>
/// <param name="Name"><c>registry/repository</c>, or how it was named; empty when only reports were given.</param>
/// <param name="Digest">The digest of its manifest or index; null when no image was named, and then nothing is bound.</param>
/// <param name="Platforms">The images below it, or itself.</param>
public sealed record GateSubject(string Name, Digest? Digest, IReadOnlyList<GatePlatform> Platforms);

/// <summary>One image of the subject.</summary>
/// <param name="Platform"><c>linux/amd64</c>; empty when not known.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Config">Its configuration; null when not known.</param>
/// <param name="DiffIds">Its uncompressed layers, bottom first; may be empty when not known.</param>
public sealed record GatePlatform(string Platform, Digest Manifest, Digest? Config, IReadOnlyList<Digest> DiffIds);

/// <summary>A document as evidence, or the fact that it could not be read.</summary>
/// <param name="Name">The name it was given by.</param>
/// <param name="Digest">The digest of its bytes; null when it could not be opened.</param>
/// <param name="Document">What it says; null when it is no evidence.</param>
/// <param name="Failure">Why it is no evidence; null when it is.</param>
/// <param name="BoundTo">The digest of the image the user or an invocation of ours says it is about (a scanner we ran, an attestation we verified); null when only the document itself can say.</param>
/// <param name="Trust">How the document came to be believed.</param>
/// <param name="Invocation">What is known only because a scanner was run here, already applied to <paramref name="Document"/>; null for a document that was given.</param>
public sealed record EvidenceItem(
    string Name,
    Digest? Digest,
    EvidenceDocument? Document,
    EvidenceException? Failure,
    Digest? BoundTo = null,
    EvidenceTrust Trust = EvidenceTrust.Given,
    ScanInvocation? Invocation = null);

/// <summary>A file a decision is made from.</summary>
/// <param name="Name">The name it was given by.</param>
/// <param name="Digest">The digest of its bytes.</param>
public sealed record GateFile(string Name, Digest Digest);

/// <summary>How a document came to be believed.</summary>
public enum EvidenceTrust
{
    /// <summary>A file the user gave.</summary>
    Given,

    /// <summary>Made by this run: catalogued, or a scanner run by us.</summary>
    Made,

    /// <summary>A signed attestation that was verified.</summary>
    Attested,
}

/// <summary>What an image is compared with.</summary>
/// <param name="Name">The environment, reference or report it is.</param>
/// <param name="Digest">The digest of the image it is about; null when only a report was given.</param>
/// <param name="Evidence">Its evidence.</param>
public sealed record GateBaseline(string Name, Digest? Digest, IReadOnlyList<EvidenceItem> Evidence);
