namespace PipelineKit.Evidence;

/// <summary>Every code a <see cref="GateReason"/> can have.</summary>
public static class GateReasons
{
    /// <summary>There is no vulnerability scan among the evidence.</summary>
    public const string EvidenceMissing = "evidence.missing";

    /// <summary>The scan or its vulnerability data is older than the policy allows, from the future, or does not say how old it is.</summary>
    public const string EvidenceStale = "evidence.stale";

    /// <summary>A document does not show that it is about the image that is judged.</summary>
    public const string EvidenceUnbound = "evidence.unbound";

    /// <summary>The scanner left findings out, or cannot say whether it did.</summary>
    public const string EvidenceFiltered = "evidence.filtered";

    /// <summary>What the image has, or the policy names, was not looked at, or nothing shows that it was.</summary>
    public const string EvidencePartialCoverage = "evidence.partial-coverage";

    /// <summary>A document is damaged, of no known format or beyond the bounds; nothing of it is used.</summary>
    public const string EvidenceParseError = "evidence.parse-error";

    /// <summary>No scan is about a platform that must be covered.</summary>
    public const string EvidencePlatformUnscanned = "evidence.platform-unscanned";

    /// <summary>The scanner says that it failed.</summary>
    public const string EvidenceScanFailed = "evidence.scan-failed";

    /// <summary>Fewer scanners looked at a platform than the policy asks for.</summary>
    public const string EvidenceTooFewScanners = "evidence.too-few-scanners";

    /// <summary>There is no bill of materials for a platform.</summary>
    public const string SbomMissing = "sbom.missing";

    /// <summary>A bill of materials does not show that it is about the image.</summary>
    public const string SbomUnbound = "sbom.unbound";

    /// <summary>A bill of materials has a format or version that does not count.</summary>
    public const string SbomFormat = "sbom.format";

    /// <summary>A bill of materials does not satisfy a profile.</summary>
    public const string SbomProfile = "sbom.profile";

    /// <summary>A rule for vulnerabilities applies to findings that nothing excuses.</summary>
    public const string Vulnerability = "vulnerability";

    /// <summary>A secret is in the image.</summary>
    public const string Secret = "secret";

    /// <summary>A setting is unsafe.</summary>
    public const string Misconfiguration = "misconfiguration";

    /// <summary>A licence is on the list of those that are denied.</summary>
    public const string LicenseDenied = "license.denied";

    /// <summary>A licence is on the list of those a person must look at.</summary>
    public const string LicenseReview = "license.review";

    /// <summary>A licence is not on the list of those that are allowed.</summary>
    public const string LicenseOther = "license.other";

    /// <summary>A component has no licence, or one that is no SPDX expression.</summary>
    public const string LicenseUnknown = "license.unknown";

    /// <summary>The distribution of the image is no longer supported.</summary>
    public const string EndOfLife = "end-of-life";

    /// <summary>An exception has expired and no longer counts.</summary>
    public const string ExceptionExpired = "exception.expired";

    /// <summary>An exception that is relied on expires soon.</summary>
    public const string ExceptionExpiresSoon = "exception.expires-soon";

    /// <summary>An exception matches nothing.</summary>
    public const string ExceptionUnused = "exception.unused";

    /// <summary>Several exceptions cover the same finding.</summary>
    public const string ExceptionOverlapping = "exception.overlapping";

    /// <summary>An exception is valid for longer than the policy allows, or has no end, and does not count.</summary>
    public const string ExceptionTooLong = "exception.too-long";

    /// <summary>An exception has no owner or no reason and does not count.</summary>
    public const string ExceptionUnowned = "exception.unowned";

    /// <summary>A VEX statement matches nothing in the image.</summary>
    public const string VexUnmatched = "vex.unmatched";

    /// <summary>Trusted authors of VEX statements disagree; the more careful one counts.</summary>
    public const string VexConflict = "vex.conflict";

    /// <summary>A VEX statement would excuse a finding, but its author is not trusted.</summary>
    public const string VexUntrusted = "vex.untrusted";

    /// <summary>A trusted VEX statement says "not affected" without saying why, and excuses nothing.</summary>
    public const string VexUnjustified = "vex.unjustified";

    /// <summary>The policy compares with what runs, and there is nothing to compare with.</summary>
    public const string BaselineMissing = "baseline.missing";

    /// <summary>The evidence of what the image is compared with cannot be read, or is about something else; it excuses nothing.</summary>
    public const string BaselineUnreadable = "baseline.unreadable";

    /// <summary>All codes with their meaning, in the order of the documentation.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> All { get; } =
    [
        (EvidenceMissing, "There is no vulnerability scan among the evidence."),
        (EvidenceStale, "The scan or its vulnerability data is older than the policy allows, from the future, or does not say how old it is."),
        (EvidenceUnbound, "A document does not show that it is about the image that is judged."),
        (EvidenceFiltered, "The scanner left findings out, or cannot say whether it did."),
        (EvidencePartialCoverage, "What the image has, or the policy names, was not looked at, or nothing shows that it was."),
        (EvidenceParseError, "A document is damaged, of no known format or beyond the bounds; nothing of it is used."),
        (EvidencePlatformUnscanned, "No scan is about a platform that must be covered."),
        (EvidenceScanFailed, "The scanner says that it failed."),
        (EvidenceTooFewScanners, "Fewer scanners looked at a platform than the policy asks for."),
        (SbomMissing, "There is no bill of materials for a platform."),
        (SbomUnbound, "A bill of materials does not show that it is about the image."),
        (SbomFormat, "A bill of materials has a format or version that does not count."),
        (SbomProfile, "A bill of materials does not satisfy a profile."),
        (Vulnerability, "A rule for vulnerabilities applies to findings that nothing excuses."),
        (Secret, "A secret is in the image."),
        (Misconfiguration, "A setting is unsafe."),
        (LicenseDenied, "A licence is on the list of those that are denied."),
        (LicenseReview, "A licence is on the list of those a person must look at."),
        (LicenseOther, "A licence is not on the list of those that are allowed."),
        (LicenseUnknown, "A component has no licence, or one that is no SPDX expression."),
        (EndOfLife, "The distribution of the image is no longer supported."),
        (ExceptionExpired, "An exception has expired and no longer counts."),
        (ExceptionExpiresSoon, "An exception that is relied on expires soon."),
        (ExceptionUnused, "An exception matches nothing."),
        (ExceptionOverlapping, "Several exceptions cover the same finding."),
        (ExceptionTooLong, "An exception is valid for longer than the policy allows, or has no end, and does not count."),
        (ExceptionUnowned, "An exception has no owner or no reason and does not count."),
        (VexUnmatched, "A VEX statement matches nothing in the image."),
        (VexConflict, "Trusted authors of VEX statements disagree; the more careful one counts."),
        (VexUntrusted, "A VEX statement would excuse a finding, but its author is not trusted."),
        (VexUnjustified, "A trusted VEX statement says \"not affected\" without saying why, and excuses nothing."),
        (BaselineMissing, "The policy compares with what runs, and there is nothing to compare with."),
        (BaselineUnreadable, "The evidence of what the image is compared with cannot be read, or is about something else; it excuses nothing."),
    ];
}
