namespace PipelineKit.Sigstore;

/// <summary>Client specification, "Certificate transparency": enough believed logs have seen the certificate.</summary>
internal static class SctStep
{
    private const string Name = "certificate-timestamp";

    /// <summary>Checks the embedded timestamps; nothing to do when a key signed.</summary>
    internal static Refusal? Check(VerificationRun run)
    {
        if (run.Leaf is not { } leaf || run.Path is not { } path)
        {
            return null;
        }

        try
        {
            var evidence = leaf.Timestamps(path.LeafIssuer);
            if (evidence.Problem is { } problem)
            {
                return run.Failed(Name, VerificationReason.SctInvalid, problem);
            }

            var logs = evidence.Operators;
            if (logs < run.Policy.CertificateTimestamps)
            {
                return run.Failed(
                    Name, VerificationReason.SctMissing, $"{logs} believed logs have seen the certificate, and {run.Policy.CertificateTimestamps} are needed");
            }

            foreach (var (timestamp, log) in evidence.Verified)
            {
                run.Passed(Name, $"{timestamp.Time:u} by {log.BaseUrl}, key {new Hex(log.Id)}");
            }

            return null;
        }
        catch (SigstoreFormatException e)
        {
            return run.Failed(Name, VerificationReason.SctInvalid, e.Message);
        }
    }
}
