namespace PipelineKit.Evidence;

/// <summary>Documents that are no evidence, and distributions that are no longer supported.</summary>
internal static class EvidenceJudge
{
    /// <summary>A document that cannot be read blocks, whatever the others say: nobody knows what is in it.</summary>
    internal static void AddUnreadable(JudgeContext context)
    {
        foreach (var item in context.Case.Evidence)
        {
            if (item.Failure is null && item.Document is not null)
            {
                continue;
            }

            var code = item.Failure?.Problem == EvidenceProblem.ScanFailed ? GateReasons.EvidenceScanFailed : GateReasons.EvidenceParseError;
            var remedy = item.Failure?.Problem switch
            {
                EvidenceProblem.ScanFailed => "look at the log of the scan, and scan again",
                EvidenceProblem.UnknownFormat => "give a report, bill of materials or VEX document in one of the formats of the guide",
                EvidenceProblem.TooLarge => "split the report, or raise the bound it names",
                _ => "write the report again; it must be complete and unchanged",
            };
            context.Reasons.Add(new GateReason(code, GateAction.Block, $"{item.Name}: {item.Failure?.Message ?? "it was not read"}", remedy, item.Name, item.Name, item.Failure?.Line));
        }
    }

    /// <summary>What a scan says about the support of the distribution.</summary>
    internal static void AddEndOfLife(JudgeContext context)
    {
        foreach (var document in context.Documents)
        {
            if (document.Document.Report?.Subject.OperatingSystem is { IsEndOfLife: true } system)
            {
                context.Reasons.Add(new GateReason(
                    GateReasons.EndOfLife,
                    context.Policy.EndOfLife,
                    $"{document.Name}: {system.Family} {system.Version} is no longer supported: vulnerabilities found from now on will not be fixed",
                    "build the image on a release that is supported",
                    $"{system.Family} {system.Version}"));
            }
        }
    }

    /// <summary>Rules that ask for what nobody gave.</summary>
    internal static void AddFeeds(JudgeContext context)
    {
        foreach (var rule in context.Policy.Vulnerabilities)
        {
            if (rule.Epss is not null && context.Case.Epss is null)
            {
                context.Reasons.Add(new GateReason(GateReasons.EvidencePartialCoverage, GateAction.Warn, $"no EPSS scores were given, so the rule `{rule.Id}` takes every finding whose score no report says as likely to be exploited", "give the EPSS scores of the day", rule.Id));
            }

            if ((rule.Exploited || rule.PastDue) && context.Case.Kev is null)
            {
                context.Reasons.Add(new GateReason(GateReasons.EvidencePartialCoverage, GateAction.Allow, $"no catalogue of exploited vulnerabilities was given, so the rule `{rule.Id}` knows only what reports say", "give the catalogue (CISA KEV)", rule.Id));
            }
        }
    }
}
