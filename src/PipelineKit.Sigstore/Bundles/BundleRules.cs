namespace PipelineKit.Sigstore;

/// <summary>What a bundle of a version must have (sigstore_bundle.proto, comments of <c>verification_material</c> and <c>tlog_entries</c>).</summary>
internal static class BundleRules
{
    /// <summary>Throws <see cref="SigstoreFormatException"/> for a rule that is broken.</summary>
    internal static void Check(BundleVersion version, VerificationMaterial material)
    {
        for (var i = 0; i < material.LogEntries.Count; i++)
        {
            CheckEntry(version, material.LogEntries[i], i);
            for (var j = 0; j < i; j++)
            {
                if (material.LogEntries[j].LogIndex == material.LogEntries[i].LogIndex && material.LogEntries[j].LogId.Span.SequenceEqual(material.LogEntries[i].LogId.Span))
                {
                    throw new SigstoreFormatException($"tlogEntries[{i}] is the same entry as tlogEntries[{j}]");
                }
            }
        }
    }

    private static void CheckEntry(BundleVersion version, TransparencyLogEntry entry, int i)
    {
        if (version == BundleVersion.V01)
        {
            if (entry.SignedEntryTimestamp is null)
            {
                throw new SigstoreFormatException($"tlogEntries[{i}] has no inclusionPromise, which a bundle 0.1 must have");
            }
        }
        else if (entry.InclusionProof is not { Checkpoint.Length: > 0 })
        {
            throw new SigstoreFormatException($"tlogEntries[{i}] has no inclusionProof with a checkpoint, which a bundle since 0.2 must have");
        }
    }
}
