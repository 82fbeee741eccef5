using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Policy;
using PipelineKit.Scans;
using PipelineKit.Signing;

namespace PipelineKit.ScanGate;

/// <summary>Reads the inputs of scan-gate; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class ScanGateOptionsParser(CommandContext context)
{
    private const int RequestsAtOnce = 16;

    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal ScanGateOptions Parse()
    {
        var token = Inputs.Get(ScanGateAction.Token);
        var timeout = Inputs.Get(ScanGateAction.Timeout);
        var environment = Inputs.Get(ScanGateAction.Environment);
        var attest = AttestOf();
        var options = new ScanGateOptions
        {
            Image = Inputs.Get(ScanGateAction.Image),
            Resolve = Inputs.Get(ScanGateAction.Resolve),
            Reports = Inputs.Get(ScanGateAction.Reports),
            Boms = Inputs.Get(ScanGateAction.Sbom),
            Vex = Inputs.Get(ScanGateAction.Vex),
            PolicyFile = Inputs.Get(ScanGateAction.Policy),
            SmallPolicy = SmallPolicy(),
            Exceptions = Inputs.Get(ScanGateAction.Exceptions),
            Scanners = ScannersOf(),
            Database = Inputs.Get(ScanGateAction.Database),
            Catalog = Inputs.Get(ScanGateAction.Catalog),
            Epss = Inputs.Get(ScanGateAction.Epss),
            Kev = Inputs.Get(ScanGateAction.Kev),
            CompareTo = CompareToOf(environment),
            Environment = environment,
            SarifFile = Inputs.Get(ScanGateAction.SarifFile),
            DecisionFile = Inputs.Get(ScanGateAction.DecisionFile),
            EvidenceDir = Inputs.Get(ScanGateAction.EvidenceDir),
            Attest = attest,
            Signing = attest == GateAttestations.None ? null : new SigningInputReader(context).Read(),
            DryRun = Inputs.Get(ScanGateAction.DryRun),
            Json = Inputs.Get(ScanGateAction.Json),
            Timeout = timeout,
            Registry = RegistryInputs.Read(context, token, RequestsAtOnce, timeout),
        };
        ScanGateContradictions.Refuse(options, Inputs);
        Inputs.ThrowIfAny();
        return options;
    }

    private GatePolicyInputs SmallPolicy() => new()
    {
        Compare = Inputs.Get(ScanGateAction.Mode),
        FailOn = Inputs.Get(ScanGateAction.FailOn),
        OnlyFixed = Inputs.Get(ScanGateAction.OnlyFixed),
        FailOnExploited = Inputs.Get(ScanGateAction.FailOnExploited),
        EpssThreshold = Inputs.Get(ScanGateAction.EpssThreshold),
        MaxScanAge = Inputs.Get(ScanGateAction.MaximumScanAge),
        MaxDatabaseAge = Inputs.Get(ScanGateAction.MaximumDatabaseAge),
        AllowLicenses = Inputs.Get(ScanGateAction.AllowLicenses) ?? [],
        DenyLicenses = Inputs.Get(ScanGateAction.DenyLicenses) ?? [],
        SbomRequired = Inputs.Get(ScanGateAction.SbomRequired),
        SbomProfiles = Inputs.Get(ScanGateAction.SbomProfile) ?? [],
        Platforms = Inputs.Get(ScanGateAction.Platforms) ?? [],
        VexTrust = Inputs.Get(ScanGateAction.VexTrust) ?? [],
        AllowUnbound = Inputs.Get(ScanGateAction.AllowUnbound),
    };

    private List<ScannerChoice> ScannersOf()
    {
        var scanners = new List<ScannerChoice>();
        foreach (var word in Inputs.Get(ScanGateAction.Scanners) ?? [])
        {
            if (ScannerChoice.TryParse(word, out var scanner, out var problem))
            {
                scanners.Add(scanner);
            }
            else
            {
                Inputs.Problem(ScanGateAction.Scanners, $"{problem}.");
            }
        }

        return scanners;
    }

    private GateAttestations AttestOf()
    {
        var attest = GateAttestations.None;
        foreach (var word in Inputs.Get(ScanGateAction.Attest).SelectMany(l => l.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var one = word switch
            {
                "decision" => GateAttestations.Decision,
                "vulns" => GateAttestations.Vulnerabilities,
                _ => GateAttestations.None,
            };
            if (one == GateAttestations.None)
            {
                Inputs.Problem(ScanGateAction.Attest, $"`{word}` cannot be attested: allowed are decision and vulns.");
            }

            attest |= one;
        }

        return attest;
    }

    // A line is an image where it can be nothing else; what exists as a file, or has a wildcard, is a report.
    private CompareTo CompareToOf(string environment)
    {
        const string Lock = "lock:";
        var (image, file, reports) = ("", "", new List<string>());
        foreach (var line in Inputs.Get(ScanGateAction.CompareTo).Select(l => l.Replace("{environment}", environment, StringComparison.Ordinal)))
        {
            if (line.StartsWith(Lock, StringComparison.Ordinal))
            {
                file = line[Lock.Length..].Trim();
            }
            else if (!EvidencePaths.IsPattern(line) && !File.Exists(Path.GetFullPath(line, context.WorkingDirectory)) && ImageOpener.Problem(line, mayResolve: false) is null)
            {
                image = line;
            }
            else
            {
                reports.Add(line);
            }
        }

        if ((image.Length > 0 ? 1 : 0) + (file.Length > 0 ? 1 : 0) + (reports.Count > 0 ? 1 : 0) > 1)
        {
            Inputs.Problem(ScanGateAction.CompareTo, "`compare-to` names several things: an image, a lock, or reports can be compared with, not all of them.", "Give one image, or one `lock:FILE`, or reports of one image.");
        }

        return new CompareTo(image, file, reports);
    }
}
