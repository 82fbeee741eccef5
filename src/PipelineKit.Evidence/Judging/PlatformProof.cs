namespace PipelineKit.Evidence;

/// <summary>What is proved about one platform.</summary>
internal sealed class PlatformProof
{
    private readonly JudgeContext _context;
    private readonly WantedPlatform _platform;
    private readonly List<ScanEvidence> _scans = [];
    private readonly List<ScanEvidence> _proofs = [];
    private readonly SortedDictionary<string, int> _packages = new(StringComparer.Ordinal);

    internal PlatformProof(JudgeContext context, WantedPlatform platform, IReadOnlyList<ScanEvidence> scans)
    {
        (_context, _platform) = (context, platform);
        foreach (var scan in scans)
        {
            if (IsHere(scan.Document))
            {
                _scans.Add(scan);
                if (scan.Gaps.Count == 0)
                {
                    _proofs.Add(scan);
                }
            }
        }

        foreach (var document in context.Documents)
        {
            if (document.Document.Bom is { } bom && IsHere(document))
            {
                Count(bom);
            }
        }
    }

    internal PlatformDecision Decision()
    {
        var documents = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var document in _context.Documents)
        {
            if (IsHere(document) && (document.Document.Bom is not null || _proofs.Exists(p => p.Document == document)))
            {
                documents.Add(document.Name);
            }
        }

        return new PlatformDecision(_platform.Name, _platform.Manifest, [.. documents], ScanCoverage.Of(_proofs).Parts());
    }

    /// <summary>Whether there is enough; the reasons why not are added, but for the gaps of the scans themselves.</summary>
    internal bool Holds()
    {
        var rules = _context.Policy.Evidence;
        var place = _platform.Name.Length > 0 ? _platform.Name : "the image";
        if (_scans.Count == 0)
        {
            Add(GateReasons.EvidencePlatformUnscanned, GateAction.Block, $"no scan is about {place}", "scan every platform of the image by its digest");
            return false;
        }

        var scanners = _proofs.Select(p => p.Report.Scanner.Name).Distinct(StringComparer.Ordinal).Count();
        if (scanners == 0)
        {
            return false;
        }

        foreach (var proof in _proofs)
        {
            _context.RelyUntil(proof.Report.ScannedAt + rules.ScanAge);
            _context.RelyUntil(proof.Report.Scanner.DatabaseBuilt + rules.DatabaseAge);
        }

        if (scanners < rules.Scanners)
        {
            Add(GateReasons.EvidenceTooFewScanners, GateAction.Block, $"{Texts.Count(scanners, "scanner", "scanners")} looked at {place}, the policy asks for {rules.Scanners}", "give the report of a further scanner");
            return false;
        }

        return IsCovered(place);
    }

    private bool IsCovered(string place)
    {
        var covered = ScanCoverage.Of(_proofs);
        var isNamed = _context.Policy.Evidence.Coverage.Count > 0;
        var missing = isNamed
            ? _context.Policy.Evidence.Coverage.Where(e => !covered.Has(e)).Order(StringComparer.Ordinal).ToList()
            : _packages.Where(p => !covered.Has(p.Key)).Select(p => p.Key).ToList();
        AddFewer(covered, place);
        var isWhole = AddUnreadable(place, isNamed);
        if (missing.Count == 0)
        {
            return isWhole;
        }

        // A format that has no place for what was looked at does not say that something was not.
        var action = isNamed || _proofs.Exists(p => ScanCoverage.IsSaid(p)) ? GateAction.Block : GateAction.Warn;
        Add(
            GateReasons.EvidencePartialCoverage,
            action,
            $"nothing shows that packages of type {string.Join(", ", missing)} were looked at in {place}{(isNamed ? "" : ", which its bill of materials has")}",
            "let a scanner that knows them look at the image, or name in the policy what must be covered");
        return isWhole && action != GateAction.Block;
    }

    // A bill of materials that says itself that something of the image is not in it: of our own nobody else has looked at the rest.
    private bool AddUnreadable(string place, bool isNamed)
    {
        var isWhole = true;
        foreach (var document in _context.Documents)
        {
            if (document.Document.Bom?.Completeness == "incomplete" && IsHere(document))
            {
                var action = document.Item.Trust == EvidenceTrust.Made && !isNamed ? GateAction.Block : GateAction.Warn;
                Add(GateReasons.EvidencePartialCoverage, action, $"{document.Name}: this bill of materials says that it does not have everything of {place}", "let a scanner that can read the rest look at the image");
                isWhole &= action != GateAction.Block;
            }
        }

        return isWhole;
    }

    private void AddFewer(ScanCoverage covered, string place)
    {
        foreach (var (type, count) in _packages)
        {
            if (covered.Packages(type) is { } seen && seen > 0 && (long)seen * 2 < count)
            {
                Add(GateReasons.EvidencePartialCoverage, GateAction.Warn, $"the bill of materials has {count} packages of type {type} for {place}, the scan saw {seen}", "");
            }
        }
    }

    // Two bills of materials of one image have the same packages: the larger number counts.
    private void Count(Bom bom)
    {
        foreach (var type in bom.Components.Select(c => c.Package.Type).Where(Ecosystems.HasAdvisories).GroupBy(t => t, StringComparer.Ordinal))
        {
            _packages[type.Key] = Math.Max(_packages.GetValueOrDefault(type.Key), type.Count());
        }
    }

    private bool IsHere(BoundDocument document) => _context.Platforms.Count == 0 || document.Platforms.Contains(_platform.Name, StringComparer.Ordinal);

    private void Add(string code, GateAction action, string message, string remedy) => _context.Reasons.Add(new GateReason(code, action, message, remedy, _platform.Name));
}
