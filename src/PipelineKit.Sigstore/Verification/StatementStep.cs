using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>That the signed statement is about the artifact, and of a type that was asked for.</summary>
internal static class StatementStep
{
    private const string Name = "statement";

    /// <summary>Reads the payload, which is verified by now.</summary>
    internal static Refusal? Check(VerificationRun run)
    {
        if (run.Bundle.Content is not DsseContent { Envelope: { } envelope })
        {
            return run.Policy.PredicateTypes.Count == 0
                ? null
                : run.Failed(Name, VerificationReason.PredicateTypeMismatch, $"an attestation of type {Wanted(run)} is needed, and the bundle has a plain signature");
        }

        if (!string.Equals(envelope.PayloadType, DsseEnvelope.InTotoPayload, StringComparison.Ordinal))
        {
            return run.Failed(Name, VerificationReason.StatementInvalid, $"the envelope's payload is \"{envelope.PayloadType}\", not {DsseEnvelope.InTotoPayload}");
        }

        try
        {
            return Compare(run, InTotoStatement.Parse(envelope.Payload));
        }
        catch (SigstoreFormatException e)
        {
            return run.Failed(Name, VerificationReason.StatementInvalid, e.Message);
        }
    }

    private static Refusal? Compare(VerificationRun run, InTotoStatement statement)
    {
        if (!statement.Subjects.Any(s => Has(s, run.Artifact)))
        {
            return run.Failed("subject", VerificationReason.ArtifactMismatch, $"no subject of the statement is {run.Artifact.Digest}");
        }

        run.Passed("subject", run.Artifact.Digest.Text);
        if (run.Policy.PredicateTypes.Count > 0 && !run.Policy.PredicateTypes.Contains(statement.PredicateType, StringComparer.Ordinal))
        {
            return run.Failed("predicate-type", VerificationReason.PredicateTypeMismatch, $"the statement is of type {statement.PredicateType}, and {Wanted(run)} is needed");
        }

        run.Passed("predicate-type", statement.PredicateType);
        run.Statement = statement;
        return null;
    }

    /// <summary>Whether the subject is the artifact, by the strongest digest that both have.</summary>
    private static bool Has(StatementSubject subject, Artifact artifact)
    {
        if (subject.Digests.TryGetValue(artifact.Digest.Algorithm, out var digest))
        {
            return string.Equals(digest, artifact.Digest.Hex, StringComparison.Ordinal);
        }

        return artifact.Content is { } content
            && ((subject.Digests.TryGetValue("sha512", out var sha512) && string.Equals(sha512, Convert.ToHexStringLower(SHA512.HashData(content.Span)), StringComparison.Ordinal))
                || (subject.Digests.TryGetValue("sha384", out var sha384) && string.Equals(sha384, Convert.ToHexStringLower(SHA384.HashData(content.Span)), StringComparison.Ordinal)));
    }

    private static string Wanted(VerificationRun run) => string.Join(" or ", run.Policy.PredicateTypes);
}
