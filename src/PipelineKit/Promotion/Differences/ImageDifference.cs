using System.Globalization;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>How the image that an environment gets differs from the one before. What could not be found out is said, one sentence each; it is never told as no difference.</summary>
internal sealed record ImageDifference
{
    /// <summary>The commits; null when not known.</summary>
    public LinkedText? Commits { get; init; }

    /// <summary>The packages; null when not compared.</summary>
    public IReadOnlyList<ComponentDifference>? Components { get; init; }

    /// <summary>The vulnerabilities; null when not compared.</summary>
    public IReadOnlyList<VulnerabilityDifference>? Vulnerabilities { get; init; }

    /// <summary>What is not known, and what to think of the rest.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Reads what lies beside both images in the repository of the environment.</summary>
    /// <param name="question">What the gates were judged about.</param>
    /// <param name="place">The repository of the environment.</param>
    /// <param name="entry">What the ledger says happened.</param>
    /// <param name="tools">What the run reaches.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<ImageDifference> ReadAsync(GateQuestion question, ImagePlace place, LedgerEntry entry, PromotionTools tools, CancellationToken cancellation)
    {
        var to = await FactsAsync(entry.Digest);
        return Of(entry.Replaces is { } before ? await FactsAsync(before) : null, to, entry.Action == LedgerAction.Rollback, tools.Context.Ci);

        Task<ImageFacts> FactsAsync(Digest digest)
        {
            var evidence = new SignedEvidence(question with { Place = place, Digest = digest }, tools.Context, tools.Handler);
            return new ImageFactsReader(place, digest, new ImageStatements(place, evidence, question.To.Gates.Signature)).ReadAsync(cancellation);
        }
    }

    /// <summary>Compares.</summary>
    /// <param name="from">What was there before; null for nothing.</param>
    /// <param name="to">What comes.</param>
    /// <param name="isBack">Whether it goes back.</param>
    /// <param name="run">The run.</param>
    internal static ImageDifference Of(ImageFacts? from, ImageFacts to, bool isBack, CiContext run)
    {
        var remarks = new List<string>();
        var commits = to.Commit.Value is { } commit && from?.Commit.Value is var before && (from is null || before is not null) ? CommitRange.Of(before, commit, isBack, run) : null;
        if (commits is null)
        {
            remarks.Add($"The commits are not known: {Why(from?.Commit, to.Commit)}.");
        }

        if (from is null)
        {
            remarks.Add("Nothing was there before, so packages and vulnerabilities are not compared.");
            return new ImageDifference { Commits = commits, Remarks = remarks };
        }

        var scans = Both(from.Scan, to.Scan, "Vulnerabilities were not compared", "The scans that are compared are not signed.", remarks);
        if (scans is { Before.At: { } earlier, After.At: { } later } && earlier.UtcDateTime.Date != later.UtcDateTime.Date)
        {
            remarks.Add($"The image before was scanned on {Day(earlier)}, the one that comes on {Day(later)}: what differs may also be what became known in between.");
        }

        var boms = Both(from.Bom, to.Bom, "Packages were not compared", "The bills of materials that are compared are not signed.", remarks);
        return new ImageDifference
        {
            Commits = commits,
            Vulnerabilities = scans is { } s ? KnownVulnerabilities.Difference(s.Before, s.After) : null,
            Components = boms is { } b ? ComponentDifferences.Of(b.Before, b.After) : null,
            Remarks = remarks,
        };
    }

    private static (T Before, T After)? Both<T>(Fact<T> from, Fact<T> to, string unknown, string unsigned, List<string> remarks)
        where T : class
    {
        if (from.Value is not { } before || to.Value is not { } after)
        {
            remarks.Add($"{unknown}: {Why(from, to)}.");
            return null;
        }

        if (from.Platform != to.Platform)
        {
            remarks.Add($"{unknown}: what there is about the image before is of {Named(from.Platform)}, about the one that comes of {Named(to.Platform)}.");
            return null;
        }

        if (!from.IsSigned || !to.IsSigned)
        {
            remarks.Add(unsigned);
        }

        return (before, after);
    }

    private static string Why<T>(Fact<T>? from, Fact<T> to)
        where T : class => string.Join("; ", ((string?[])[from?.Problem, to.Problem]).Where(p => !string.IsNullOrEmpty(p)));

    private static string Named(string platform) => platform.Length == 0 ? "all platforms" : platform;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
