namespace PipelineKit.Sigstore;

/// <summary>Client specification, "Establishing a time for the signature": timestamps of believed authorities, and promises of believed logs.</summary>
internal static class TimeStep
{
    private const string Authority = "timestamp authority ";

    /// <summary>Collects proven times. Evidence that is there and wrong ends the verification; that of sources the trusted root has none of is not evidence.</summary>
    internal static Refusal? Check(VerificationRun run) => FromTimestamps(run) ?? FromPromises(run) ?? Enough(run);

    private static Refusal? FromTimestamps(VerificationRun run)
    {
        const string Name = "signed-timestamp";
        if (run.Trust.TimestampAuthorities.Count == 0)
        {
            return null;
        }

        foreach (var response in run.Bundle.Material.Timestamps)
        {
            try
            {
                var token = TimestampToken.Parse(response);
                var authority = TimestampCheck.Verify(token, run.Bundle.Content.SignatureBytes.Span, run.Trust.TimestampAuthorities);
                if (token.Time > run.Now)
                {
                    return run.Failed(Name, VerificationReason.TimestampInvalid, $"the timestamp of {authority.Name} is from the future: {token.Time:u}");
                }

                run.Times.Add(new ProvenTime(token.Time, Authority + authority.Name));
                run.Passed(Name, $"{token.Time:u} by {authority.Name}");
            }
            catch (SigstoreFormatException e)
            {
                return run.Failed(Name, VerificationReason.TimestampInvalid, e.Message);
            }
        }

        return null;
    }

    private static Refusal? FromPromises(VerificationRun run)
    {
        const string Name = "signed-entry-timestamp";
        if (!run.JudgesEntries)
        {
            return null;
        }

        foreach (var entry in run.Bundle.Material.LogEntries)
        {
            if (entry.SignedEntryTimestamp is null)
            {
                continue;
            }

            if (LogStep.Find(run, entry) is not { } log)
            {
                return run.Failed(Name, VerificationReason.LogEntryMissing, LogStep.Unknown(entry));
            }

            if (!SignedEntryTimestampCheck.IsSigned(entry, log))
            {
                return run.Failed(Name, VerificationReason.SignedEntryTimestampInvalid, $"the promise of inclusion is not signed by the key of {log.BaseUrl}");
            }

            if (entry.IntegratedTime > run.Now.ToUnixTimeSeconds() || entry.IntegratedTime == 0)
            {
                return run.Failed(Name, VerificationReason.NoTrustedTime, $"the log entry's time {entry.IntegratedTime} is none, or is in the future");
            }

            var time = DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime);
            if (!log.ValidFor.Contains(time))
            {
                return run.Failed(Name, VerificationReason.KeyNotValidAtTime, $"the key of {log.BaseUrl} is not believed at {time:u}");
            }

            run.Times.Add(new ProvenTime(time, "transparency log " + log.BaseUrl));
            run.Passed(Name, $"{time:u} by {log.BaseUrl}, key {new Hex(log.Id)}");
        }

        return null;
    }

    private static Refusal? Enough(VerificationRun run)
    {
        const string Name = "time-of-signing";
        if (!run.NeedsEvidence)
        {
            return null;
        }

        var (stamped, sources) = Count(run.Times);
        if (stamped < run.Policy.SignedTimestamps)
        {
            return run.Failed(Name, VerificationReason.NoTrustedTime, $"{stamped} authorities stamped the signature, and {run.Policy.SignedTimestamps} are needed");
        }

        if (sources < run.Policy.Times || (run.Leaf is not null && sources == 0))
        {
            return run.Failed(
                Name, VerificationReason.NoTrustedTime, $"{sources} believed sources say when it was signed, and {Math.Max(1, run.Policy.Times)} are needed");
        }

        return null;
    }

    /// <summary>How many different authorities, and how many different sources of any kind.</summary>
    private static (int Authorities, int All) Count(List<ProvenTime> times)
    {
        var (authorities, all) = (0, 0);
        for (var i = 0; i < times.Count; i++)
        {
            var source = times[i].Source;
            if (times.FindIndex(t => string.Equals(t.Source, source, StringComparison.Ordinal)) == i)
            {
                all++;
                authorities += source.StartsWith(Authority, StringComparison.Ordinal) ? 1 : 0;
            }
        }

        return (authorities, all);
    }
}
