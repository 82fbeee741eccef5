namespace PipelineKit.Sigstore;

/// <summary>The digest that a message signature carries is only a hint, but one of another artifact says that the bundle is.</summary>
internal static class HintStep
{
    private const string Name = "message-digest";

    /// <summary>Compares it with the artifact.</summary>
    internal static Refusal? Check(VerificationRun run)
    {
        if (run.Bundle.Content is not MessageSignature { DigestAlgorithm: { } algorithm } message)
        {
            return null;
        }

        if (HashNames.OfProtobuf(algorithm) is not { } hash)
        {
            return run.Failed(Name, VerificationReason.MalformedBundle, $"the message digest's algorithm {algorithm} is not known");
        }

        if (run.Subject.Hash(hash) is not { } actual)
        {
            return run.Undetermined(
                Name, VerificationReason.ArtifactBytesNeeded, $"the bundle has the {algorithm} of the artifact, which cannot be told from {run.Artifact.Digest}; give the artifact");
        }

        if (!actual.Span.SequenceEqual(message.Digest.Span))
        {
            return run.Failed(
                Name, VerificationReason.ArtifactMismatch, $"the bundle is about {new Hex(message.Digest)}, the artifact is {new Hex(actual)}");
        }

        run.Passed(Name, $"{algorithm} {new Hex(actual)}");
        return null;
    }
}
