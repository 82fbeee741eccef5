namespace PipelineKit.Evidence;

/// <summary>What is kept of several documents where only one can be kept.</summary>
internal sealed class GroupChoice(Finding first)
{
    private List<string>? _fixed;
    private SortedSet<string>? _purls;
    private bool _isShown;

    internal FindingKind Kind { get; private set; } = first.Kind;

    internal PackageIdentity Package { get; private set; } = first.Package;

    internal FixState Fix { get; private set; }

    internal DateTimeOffset? FixAvailableSince { get; private set; }

    internal DateTimeOffset? Published { get; private set; }

    internal double? Epss { get; private set; }

    internal KnownExploited? Exploited { get; private set; }

    internal string Title { get; private set; } = "";

    internal string? Url { get; private set; }

    internal bool IsLowConfidence { get; private set; } = true;

    /// <summary>Null as soon as one document does not suppress it.</summary>
    internal Suppression? Suppression { get; private set; }

    internal void Add(Finding finding)
    {
        Kind = finding.Kind == FindingKind.Malware ? FindingKind.Malware : Kind;
        AddPurl(finding.Package.Purl);
        Package = IsBefore(finding.Package, Package) ? finding.Package : Package;
        Fix = Known(Fix) >= Known(State(finding)) ? Fix : State(finding);
        AddFixes(finding.FixedVersions);
        FixAvailableSince = Choice.Earliest(FixAvailableSince, finding.FixAvailableSince);
        Published = Choice.Earliest(Published, finding.Published);
        Epss = Choice.Largest(Epss, finding.Epss);
        Exploited = Choice.Both(Exploited, finding.Exploited);
        Title = Choice.First(Title, finding.Title);
        Url = Choice.First(Url ?? "", finding.Url ?? "") is { Length: > 0 } url ? url : null;
        IsLowConfidence &= finding.IsLowConfidence;
        _isShown |= finding.Suppression is null;
        Suppression = _isShown ? null : First(Suppression, finding.Suppression!);
    }

    /// <summary>What was chosen, as one finding.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="score">EPSS of the feed; null when it has none.</param>
    /// <param name="exploited">What catalogues and documents say together.</param>
    internal Finding ToFinding(string id, double? score, KnownExploited? exploited) => new()
    {
        Kind = Kind,
        Id = id,
        Package = Package,
        Fix = Fix,
        FixedVersions = _fixed ?? (IReadOnlyList<string>)[],
        FixAvailableSince = FixAvailableSince,
        Published = Published,
        Epss = score ?? Epss,
        Exploited = exploited,
        Title = Title,
        Url = Url,
        IsLowConfidence = IsLowConfidence,
        Suppression = Suppression,
    };

    /// <summary>The versions ordered, each once; the same list when they are that already.</summary>
    internal static IReadOnlyList<string> Ordered(IReadOnlyList<string> versions)
    {
        for (var i = 1; i < versions.Count; i++)
        {
            if (string.CompareOrdinal(versions[i - 1], versions[i]) >= 0)
            {
                return [.. new SortedSet<string>(versions, StringComparer.Ordinal)];
            }
        }

        return versions;
    }

    internal IReadOnlyList<string> OtherPurls()
    {
        _purls?.Remove(Package.Purl!);
        return _purls is null ? [] : [.. _purls];
    }

    // Nothing is kept of the usual case, in which all say the same.
    private void AddPurl(string? purl)
    {
        if (purl is null || purl == Package.Purl)
        {
            return;
        }

        _purls ??= new SortedSet<string>(StringComparer.Ordinal);
        _purls.Add(purl);
        if (Package.Purl is not null)
        {
            _purls.Add(Package.Purl);
        }
    }

    private void AddFixes(IReadOnlyList<string> versions)
    {
        foreach (var version in versions)
        {
            _fixed ??= [];
            var at = _fixed.BinarySearch(version, StringComparer.Ordinal);
            if (at < 0)
            {
                _fixed.Insert(~at, version);
            }
        }
    }

    /// <summary>Whether there is a fix: a version with one says it too.</summary>
    internal static FixState State(Finding finding) => finding.FixedVersions.Count > 0 ? FixState.Fixed : finding.Fix;

    // A fix somebody knows counts; "will not" says more than "not yet", and that more than nothing.
    private static int Known(FixState state) => state switch
    {
        FixState.Fixed => 3,
        FixState.WontFix => 2,
        FixState.NotFixed => 1,
        _ => 0,
    };

    private static bool IsBefore(PackageIdentity left, PackageIdentity right)
    {
        if ((left.Purl is null) != (right.Purl is null))
        {
            return left.Purl is not null;
        }

        var order = string.CompareOrdinal(left.Purl, right.Purl);
        order = order != 0 ? order : string.CompareOrdinal(right.Type, left.Type);
        order = order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        return (order != 0 ? order : string.CompareOrdinal(left.Version, right.Version)) < 0;
    }

    private static Suppression First(Suppression? left, Suppression right)
    {
        if (left is null)
        {
            return right;
        }

        var order = string.CompareOrdinal(left.By, right.By);
        order = order != 0 ? order : string.CompareOrdinal(left.Status, right.Status);
        return (order != 0 ? order : string.CompareOrdinal(left.Reason, right.Reason)) <= 0 ? left : right;
    }
}
