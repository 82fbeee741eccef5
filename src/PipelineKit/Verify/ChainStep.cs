using PipelineKit.Audit;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>A promotion on the way back.</summary>
/// <param name="Ledger">Where it is recorded.</param>
/// <param name="Index">Which line, from 0.</param>
internal sealed record ChainStep(Ledger Ledger, int Index)
{
    /// <summary>The line.</summary>
    public LedgerEntry Entry => Ledger.Entries[Index];

    /// <summary>Its digest.</summary>
    public Digest Line => Ledger.Lines[Index];

    /// <summary>What is wrong with it.</summary>
    public List<ChainProblem> Problems { get; } = [];

    /// <summary>The signed record as it was verified; null when there is none that could be.</summary>
    public VerificationResult? Record { get; set; }

    /// <summary>The line of its intent; null without one.</summary>
    public int? IntentIndex { get; init; }
}

/// <summary>The way of one image.</summary>
/// <param name="Environment">Where it begins.</param>
/// <param name="Digest">The image; null when the environment has none.</param>
/// <param name="Steps">The promotions, the last one first; the last step is the one of the build.</param>
/// <param name="Problems">What is wrong with no step of it.</param>
internal sealed record ChainWalked(string Environment, Digest? Digest, IReadOnlyList<ChainStep> Steps, IReadOnlyList<ChainProblem> Problems)
{
    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<ChainProblem> AllProblems => Steps.SelectMany(s => s.Problems).Concat(Problems);
}

/// <summary>What was found.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Ledgers">The ledgers.</param>
/// <param name="Walks">Each image.</param>
/// <param name="Problems">What is wrong with the ledgers as such.</param>
internal sealed record ChainResult(VerifyOptions Options, ChainLedgers Ledgers, IReadOnlyList<ChainWalked> Walks, IReadOnlyList<ChainProblem> Problems)
{
    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<ChainProblem> AllProblems => Walks.SelectMany(w => w.AllProblems).Concat(Problems);
}
