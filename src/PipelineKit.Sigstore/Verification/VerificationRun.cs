namespace PipelineKit.Sigstore;

/// <summary>One verification: what is verified, what has been proved so far, and the trace of it.</summary>
internal sealed class VerificationRun(Trust trust, DateTimeOffset now, SigstoreBundle bundle, Artifact artifact, VerificationPolicy policy)
{
    private readonly List<ProofStep> _trace = new(16);

    /// <summary>Who is believed.</summary>
    internal Trust Trust => trust;

    /// <summary>The last instant that is not the future.</summary>
    internal DateTimeOffset Now => now;

    /// <summary>The bundle.</summary>
    internal SigstoreBundle Bundle => bundle;

    /// <summary>What it is to be about.</summary>
    internal Artifact Artifact => artifact;

    /// <summary>What it must prove.</summary>
    internal VerificationPolicy Policy => policy;

    /// <summary>The trace so far.</summary>
    internal IReadOnlyList<ProofStep> Trace => _trace;

    /// <summary>The leaf certificate; null when a key signed.</summary>
    internal LeafCertificate? Leaf { get; set; }

    /// <summary>The path of the leaf that holds at the proven times.</summary>
    internal CertificatePath? Path { get; set; }

    /// <summary>What was signed and by which key; set by the first step.</summary>
    internal EntrySubject Subject { get; set; } = null!;

    /// <summary>Who signed; to be given out only with success.</summary>
    internal SignerIdentity? Signer { get; set; }

    /// <summary>The statement, once its signature is verified.</summary>
    internal InTotoStatement? Statement { get; set; }

    /// <summary>Proven times.</summary>
    internal List<ProvenTime> Times { get; } = new(2);

    /// <summary>Whether logs and times are needed: always for certificates.</summary>
    internal bool NeedsEvidence => Leaf is not null || policy.KeysNeedLog;

    /// <summary>Whether entries are judged: when they are needed, and when the trusted root could tell a wrong one.</summary>
    internal bool JudgesEntries => NeedsEvidence || trust.Root.TransparencyLogs.Count > 0;

    /// <summary>Notes a check that held.</summary>
    internal void Passed(string check, string detail) => _trace.Add(new ProofStep(check, Passed: true, detail));

    /// <summary>Notes a check that did not hold, which ends the verification.</summary>
    internal Refusal Failed(string check, VerificationReason reason, string detail)
    {
        _trace.Add(new ProofStep(check, Passed: false, detail));
        return new Refusal(reason, detail);
    }

    /// <summary>Notes a check that cannot be made, which ends the verification without an answer.</summary>
    internal Refusal Undetermined(string check, VerificationReason reason, string detail)
    {
        _trace.Add(new ProofStep(check, Passed: false, detail));
        return new Refusal(reason, detail, VerificationOutcome.Undetermined);
    }
}
