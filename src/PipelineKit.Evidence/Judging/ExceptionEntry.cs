using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>Whether an exception counts.</summary>
internal enum ExceptionState
{
    Valid,
    Expired,
    TooLong,
    Unowned,
}

/// <summary>An exception that is for this image and environment, and what it met.</summary>
internal sealed class ExceptionEntry
{
    private readonly GateException _exception;
    private readonly ExceptionPackage[] _packages;

    internal ExceptionEntry(GateException exception, JudgeContext context)
    {
        _exception = exception;
        _packages = [.. exception.Packages.Select(p => new ExceptionPackage(p))];
        State = StateOf(exception, context);
    }

    internal GateException Exception => _exception;

    internal ExceptionState State { get; }

    /// <summary>How many findings it is about, whether it counts or not.</summary>
    internal int Matches { get; set; }

    /// <summary>How many findings are excused by it.</summary>
    internal int Relied { get; set; }

    /// <summary>Whether the policy lets it count for any image of this name, digest and environment.</summary>
    internal static bool IsFor(GateException exception, GateCase @case) =>
        (exception.Environments.Count == 0 || exception.Environments.Any(e => Glob.Name(e, @case.Environment)))
        && (exception.Images.Count == 0 || exception.Images.Any(i => i == @case.Subject.Digest?.Text || (@case.Subject.Name.Length > 0 && Glob.Name(i, @case.Subject.Name))));

    /// <summary>Whether it is about the finding, its places left aside.</summary>
    internal bool IsAbout(UnitedFinding finding, PurlCache purls) =>
        (_exception.Kinds.Count == 0 || _exception.Kinds.Contains(finding.Kind))
        && (_exception.Fix is not { } fix || fix == finding.Fix)
        && (_exception.MatchAliases || _exception.Id == "*" || finding.Kind is not (FindingKind.Vulnerability or FindingKind.Malware) || IsReportedAs(finding))
        && IsPackage(finding, purls);

    /// <summary>Whether it is about this place; a place nobody names is not covered by an exception for some paths.</summary>
    internal bool IsAt(FindingOccurrence occurrence) => FindingPaths.Fits(_exception.Paths, occurrence.Path);

    /// <summary>By file, line and everything else that can be seen of it.</summary>
    internal static int Compare(ExceptionEntry left, ExceptionEntry right)
    {
        var (one, two) = (left._exception, right._exception);
        var order = string.CompareOrdinal(one.File, two.File);
        order = order != 0 ? order : one.Line.CompareTo(two.Line);
        order = order != 0 ? order : string.CompareOrdinal(one.Id, two.Id);
        order = order != 0 ? order : Nullable.Compare(one.Expires, two.Expires);
        order = order != 0 ? order : string.CompareOrdinal(one.Owner, two.Owner);
        order = order != 0 ? order : string.CompareOrdinal(one.Reason, two.Reason);
        order = order != 0 ? order : string.CompareOrdinal(one.Ticket, two.Ticket);
        return order != 0 ? order : string.CompareOrdinal(Scope(one), Scope(two));
    }

    // Several of one file without lines may differ in this alone.
    private static string Scope(GateException exception) => string.Join(
        '\n',
        [
            .. exception.Packages.Select(p => $"{p.Package} {p.Type} {p.Versions?.Text}"), "", .. exception.Paths, "", .. exception.Images, "", .. exception.Environments, "", .. exception.Kinds.Select(k => ((int)k).ToString(CultureInfo.InvariantCulture)),
            ((int?)exception.Fix)?.ToString(CultureInfo.InvariantCulture), exception.MatchAliases ? "aliases" : "",
        ]);

    private bool IsReportedAs(UnitedFinding finding)
    {
        var id = VulnerabilityId.Normalize(_exception.Id);
        return id == finding.Id || finding.ReportedAs.Contains(id, StringComparer.Ordinal);
    }

    private bool IsPackage(UnitedFinding finding, PurlCache purls)
    {
        foreach (var package in _packages)
        {
            if (package.Fits(finding, purls))
            {
                return true;
            }
        }

        return _packages.Length == 0;
    }

    private static ExceptionState StateOf(GateException exception, JudgeContext context)
    {
        var rules = context.Policy.Exceptions;
        if (!exception.IsImported && (exception.Owner.Length == 0 || exception.Reason.Length == 0))
        {
            return ExceptionState.Unowned;
        }

        if (exception.Expires is not { } end)
        {
            return exception.IsImported && rules.ImportsWithoutExpiry ? ExceptionState.Valid : ExceptionState.TooLong;
        }

        // An end on a day means the end of that day, so a day more than the limit is within it. A creation in the future would stretch the limit.
        var start = exception.Created is { } created && created <= context.At + JudgeContext.Skew ? created : context.At;
        return end <= context.At ? ExceptionState.Expired : end - start > rules.MaximumAge + TimeSpan.FromDays(1) ? ExceptionState.TooLong : ExceptionState.Valid;
    }
}

/// <summary>A package an exception is for.</summary>
internal sealed class ExceptionPackage(ExceptionScope scope)
{
    private readonly PackagePattern _pattern = new(scope.Package);

    internal bool Fits(UnitedFinding finding, PurlCache purls) =>
        (scope.Type.Length == 0 || scope.Type == finding.Package.Type)
        && _pattern.Fits(finding, purls)
        && (scope.Versions is not { } versions || versions.Contains(finding.Package.Version) == true);
}
