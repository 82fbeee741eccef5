using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.ScanGate;

/// <summary>Every file the inputs name, found before any of them is read: a name that is wrong is told at once, with all others.</summary>
internal sealed record GateInputFiles
{
    /// <summary>Reports, bills of materials and VEX documents.</summary>
    public required IReadOnlyList<InputFile> Evidence { get; init; }

    /// <summary>The policy; null when inputs are the policy.</summary>
    public required InputFile? Policy { get; init; }

    /// <summary>Exceptions.</summary>
    public required IReadOnlyList<InputFile> Exceptions { get; init; }

    /// <summary>EPSS scores; null for none.</summary>
    public required InputFile? Epss { get; init; }

    /// <summary>Known exploited vulnerabilities; null for none.</summary>
    public required InputFile? Kev { get; init; }

    /// <summary>Reports of what runs now.</summary>
    public required IReadOnlyList<InputFile> Before { get; init; }

    /// <summary>The lock that has what runs now; null for none.</summary>
    public required InputFile? Lock { get; init; }

    /// <summary>Finds them.</summary>
    /// <exception cref="FailureException">PK0201: those that are not there.</exception>
    internal static GateInputFiles Find(ScanGateOptions options, string folder, CancellationToken cancellation)
    {
        var problems = new List<Failure>();
        var files = new GateInputFiles
        {
            Evidence = [.. All(ScanGateAction.Reports, options.Reports), .. All(ScanGateAction.Sbom, options.Boms), .. All(ScanGateAction.Vex, options.Vex)],
            Policy = One(ScanGateAction.Policy, options.PolicyFile),
            Exceptions = All(ScanGateAction.Exceptions, options.Exceptions),
            Epss = One(ScanGateAction.Epss, options.Epss),
            Kev = One(ScanGateAction.Kev, options.Kev),
            Before = All(ScanGateAction.CompareTo, options.CompareTo.Reports),
            Lock = One(ScanGateAction.CompareTo, options.CompareTo.Lock),
        };
        return problems.Count == 0 ? files with { Evidence = [.. files.Evidence.DistinctBy(f => f.Path, StringComparer.Ordinal)] } : throw new FailureException(problems);

        IReadOnlyList<InputFile> All(Input input, IReadOnlyList<string> lines)
        {
            try
            {
                return EvidencePaths.Find(lines, input, folder, cancellation);
            }
            catch (FailureException e)
            {
                problems.AddRange(e.Failures);
                return [];
            }
        }

        InputFile? One(Input input, string line)
        {
            try
            {
                return line.Length == 0 ? null : EvidencePaths.One(line, input, folder);
            }
            catch (FailureException e)
            {
                problems.AddRange(e.Failures);
                return null;
            }
        }
    }
}
