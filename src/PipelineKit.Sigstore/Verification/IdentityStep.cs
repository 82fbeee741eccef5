namespace PipelineKit.Sigstore;

/// <summary>Whether one of the identities that the policy allows signed.</summary>
internal static class IdentityStep
{
    private const string Name = "identity";

    /// <summary>Compares them; nothing to do when a key signed, which is then one of the policy's.</summary>
    internal static Refusal? Check(VerificationRun run)
    {
        if (run.Leaf is null || run.Signer is not { } signer)
        {
            return null;
        }

        var problems = new List<string>(1);
        foreach (var identity in run.Policy.Identities)
        {
            if (identity.Problem(signer) is not { } problem)
            {
                run.Passed(Name, $"{signer.Subject} of {signer.Issuer}");
                return null;
            }

            problems.Add(problem);
        }

        return run.Failed(Name, VerificationReason.IdentityMismatch, string.Join("; ", problems.Distinct(StringComparer.Ordinal)));
    }
}
