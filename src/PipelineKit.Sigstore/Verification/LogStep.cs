namespace PipelineKit.Sigstore;

/// <summary>Client specification, "Transparency log entry": each entry is in its log, and about this bundle.</summary>
internal static class LogStep
{
    /// <summary>Checks every entry; one that is wrong ends the verification, however many others are right.</summary>
    internal static Refusal? Check(VerificationRun run)
    {
        var operators = new HashSet<string>(StringComparer.Ordinal);
        if (run.JudgesEntries)
        {
            foreach (var entry in run.Bundle.Material.LogEntries)
            {
                if (Find(run, entry) is not { } log)
                {
                    return run.Failed("log-entry", VerificationReason.LogEntryMissing, Unknown(entry));
                }

                if ((KeyWindow(run, entry, log) ?? Inclusion(run, entry, log) ?? Body(run, entry)) is { } refusal)
                {
                    return refusal;
                }

                _ = operators.Add(LogNames.Operator(log));
            }
        }

        return run.NeedsEvidence && operators.Count < run.Policy.LogEntries
            ? run.Failed("log-entry", VerificationReason.LogEntryMissing, $"{operators.Count} believed logs have the entry, and {run.Policy.LogEntries} are needed")
            : null;
    }

    /// <summary>The log of the entry, or null when the trusted root does not have it; of several times of one key, the one that it was integrated in.</summary>
    internal static TrustedLog? Find(VerificationRun run, TransparencyLogEntry entry)
    {
        TrustedLog? found = null;
        foreach (var log in run.Trust.Root.TransparencyLogs)
        {
            if (!log.Id.Span.SequenceEqual(entry.LogId.Span))
            {
                continue;
            }

            if (run.Times.TrueForAll(t => log.ValidFor.Contains(t.Time)))
            {
                return log;
            }

            found ??= log;
        }

        return found;
    }

    /// <summary>That the log is not known, for people.</summary>
    internal static string Unknown(TransparencyLogEntry entry) => $"the trusted root has no transparency log with the key id {new Hex(entry.LogId)}";

    private static Refusal? KeyWindow(VerificationRun run, TransparencyLogEntry entry, TrustedLog log)
    {
        // With a promise, the entry's own time has been checked already; without, the key must be believed at the times that others prove.
        var outside = entry.SignedEntryTimestamp is null ? run.Times.Find(t => !log.ValidFor.Contains(t.Time)) : null;
        return outside is null
            ? null
            : run.Failed("log-key", VerificationReason.KeyNotValidAtTime, $"the key of {log.BaseUrl} is not believed at {outside.Time:u} ({outside.Source})");
    }

    private static Refusal? Inclusion(VerificationRun run, TransparencyLogEntry entry, TrustedLog log)
    {
        if (entry.InclusionProof is not { } proof)
        {
            // Only a bundle 0.1 comes here, and only with a promise, which is verified.
            return null;
        }

        if (string.Equals(entry.KindVersion, "0.0.2", StringComparison.Ordinal) && string.Equals(entry.Kind, "hashedrekord", StringComparison.Ordinal)
            && entry.LogIndex != proof.LogIndex)
        {
            return run.Failed("inclusion-proof", VerificationReason.InclusionProofInvalid, $"the entry has the index {entry.LogIndex}, and its proof {proof.LogIndex}");
        }

        var (size, root) = (proof.TreeSize, proof.RootHash);
        if (proof.Checkpoint.Length > 0)
        {
            try
            {
                var checkpoint = CheckpointCheck.Verify(proof.Checkpoint, log);
                (size, root) = (checkpoint.Size, checkpoint.Root);
                run.Passed("checkpoint", $"{checkpoint.Origin}, size {size}, root {new Hex(root)}");
            }
            catch (SigstoreFormatException e)
            {
                return run.Failed("checkpoint", VerificationReason.CheckpointInvalid, e.Message);
            }
        }

        var leaf = MerkleTree.Leaf(entry.CanonicalizedBody.Span);
        if (MerkleTree.Root(proof.LogIndex, size, leaf, proof.Hashes) is not { } computed || !computed.AsSpan().SequenceEqual(root.Span))
        {
            return run.Failed("inclusion-proof", VerificationReason.InclusionProofInvalid, $"the path from leaf {proof.LogIndex} does not lead to the root of the tree of {size} leaves");
        }

        run.Passed("inclusion-proof", $"leaf {new Hex(leaf)} at {proof.LogIndex} of {size} in {log.BaseUrl}");
        return null;
    }

    private static Refusal? Body(VerificationRun run, TransparencyLogEntry entry)
    {
        try
        {
            if (EntryBody.Problem(entry, run.Subject) is { } problem)
            {
                return run.Failed("log-entry-body", VerificationReason.LogEntryMismatch, problem);
            }

            run.Passed("log-entry-body", $"{entry.Kind} {entry.KindVersion}: same artifact, signature and signer");
            return null;
        }
        catch (SigstoreFormatException e)
        {
            return run.Failed("log-entry-body", VerificationReason.LogEntryMismatch, e.Message);
        }
    }
}
