using System.Globalization;
using PipelineKit.Ci;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests;

/// <summary>
/// Title and body of the pull request of a promotion. Whatever the texts say, nothing but the links made here comes out of them: no mention, no word that closes an issue, no HTML, no
/// command to a CI system. What is too long for the host loses rows of its largest tables, and says how many.
/// </summary>
/// <param name="Title">One line, at most 200 characters.</param>
/// <param name="Body">Markdown.</param>
public sealed record PullRequestText(string Title, string Body)
{
    /// <summary>The most characters the body of a pull request has on GitHub.</summary>
    public const int GitHubLimit = 65_536;

    /// <summary>The most characters the description of a pull request has on Azure Repos.</summary>
    public const int AzureReposLimit = 4000;

    private const int TitleLimit = 200;
    private const int ShortHex = 12;
    private const int MaximumIds = 20;
    private const int MaximumSeen = 300;
    private const int MaximumComponents = 20;

    /// <summary>The most characters of a body on a host, by <see cref="IPullRequests.Kind"/>.</summary>
    public static int LimitOf(string host) => host == "azure-repos" ? AzureReposLimit : GitHubLimit;

    /// <summary>Writes them.</summary>
    /// <param name="description">What to say.</param>
    /// <param name="host">The host, by <see cref="IPullRequests.Kind"/>.</param>
    public static PullRequestText Of(PromotionDescription description, string host)
    {
        var verb = description.IsRollback ? "Roll back" : "Promote";
        var loud = description.BypassReason.Length > 0 ? ", gates bypassed" : "";
        var title = MarkdownText.Plain($"{verb} {description.App} in {description.Environment} to {Short(description.To)}{loud}", TitleLimit);
        var summary = new Summary($"{verb} {description.App} in {description.Environment}", [.. Blocks(description)]);
        return new PullRequestText(title, MarkdownSummary.Render(summary, s => s, LimitOf(host)));
    }

    private static IEnumerable<SummaryBlock> Blocks(PromotionDescription description)
    {
        if (description.BypassReason.Length > 0)
        {
            yield return new Paragraph(Bypass(description));
        }

        yield return new Table(Caption: null, ["What", "Value"], [.. Facts(description).Select(f => (IReadOnlyList<Cell>)[f.What, f.Value])]);
        if (description.Gates.Count > 0)
        {
            // What was seen is in the signed record; without one there is nothing to show but how it was judged.
            var isTold = description.Gates.Any(g => g.Detail.Length > 0);
            yield return isTold
                ? new Table("Gates:", ["Gate", "Result", "Seen", "Evidence"], [.. description.Gates.Select(GateRow)])
                : new Table("Gates:", ["Gate", "Result"], [.. description.Gates.Select(g => (IReadOnlyList<Cell>)[g.Id, g.Result])]);
        }

        if (description.Approvals.Count > 0)
        {
            yield return new Table("Approvals:", ["Who", "When", "Where", "Of", "Comment"], [.. description.Approvals.Select(ApprovalRow)]);
        }

        if (description.FourEyes.Length > 0)
        {
            yield return new Paragraph(description.FourEyes);
        }

        if (description.Vulnerabilities is { } vulnerabilities)
        {
            yield return vulnerabilities.Count == 0
                ? new Paragraph("No vulnerability is new, and none is gone.")
                : new Table("Vulnerabilities:", ["Severity", "New", "Gone"], [.. vulnerabilities.Select(v => (IReadOnlyList<Cell>)[v.Severity, Ids(v.New), Ids(v.Fixed)])]);
        }

        if (description.Components is { } components)
        {
            yield return components.Count == 0
                ? new Paragraph("No component is added, removed or changed.")
                : new Table(Counts(components), ["Component", "Before", "After"], [.. components.Take(MaximumComponents).Select(c => (IReadOnlyList<Cell>)[c.Name, c.From ?? "", c.To ?? ""])]);
            if (components.Count > MaximumComponents)
            {
                yield return new Paragraph(string.Create(CultureInfo.InvariantCulture, $"And {components.Count - MaximumComponents} more."));
            }
        }

        foreach (var remark in description.Remarks)
        {
            yield return new Paragraph(remark);
        }
    }

    private static IEnumerable<(string What, Cell Value)> Facts(PromotionDescription description)
    {
        yield return ("Image", new Cell(description.Image, Code: true));
        yield return ("Before", description.From is { } from ? new Cell(from.Text, Code: true) : "nothing");
        yield return ("After", new Cell(description.To.Text, Code: true));
        if (description.Commits is { } commits)
        {
            yield return ("Commits", new Cell(commits.Text) { Link = commits.Url });
        }

        if (description.Policy is { } policy)
        {
            yield return ("Policy", new Cell(policy.Text, Code: true));
        }

        if (description.Line is { } line)
        {
            yield return ("Ledger", CellOf(line));
        }

        if (description.Record is { } record)
        {
            yield return ("Signed record", CellOf(record));
        }

        if (description.Actor.Length > 0)
        {
            yield return ("Run by", description.Actor);
        }

        if (description.RunUrl.Length > 0)
        {
            yield return ("Run", new Cell("the run that asks for this") { Link = description.RunUrl });
        }

        if (description.RollbackCommand.Length > 0)
        {
            yield return ("Back again", new Cell(description.RollbackCommand, Code: true));
        }
    }

    private static IReadOnlyList<Cell> GateRow(DescribedGate gate) =>
        [gate.Id, gate.Result, Cut(gate.Detail, MaximumSeen), gate.Evidence is { } evidence ? CellOf(evidence) : ""];

    private static Cell CellOf(LinkedText text) => new(text.Text, text.Code) { Link = text.Url };

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "...");

    private static string Bypass(PromotionDescription description)
    {
        var gates = string.Join(", ", description.Gates.Where(g => g.Result == "overridden").Select(g => g.Id));
        return $"GATES BYPASSED{(description.Actor.Length > 0 ? $" by {description.Actor}" : "")}{(gates.Length > 0 ? $" ({gates})" : "")}. Reason: {description.BypassReason}";
    }

    private static IReadOnlyList<Cell> ApprovalRow(Approval approval) =>
        [approval.Who, approval.At is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "not told", approval.Source, approval.Bound is { } commit ? new Cell(Cut(commit, ShortHex), Code: true) : "the run", Cut(approval.Comment, MaximumSeen)];

    private static string Ids(IReadOnlyList<string> ids) => ids.Count switch
    {
        0 => "0",
        <= MaximumIds => string.Create(CultureInfo.InvariantCulture, $"{ids.Count}: {string.Join(", ", ids)}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ids.Count}: {string.Join(", ", ids.Take(MaximumIds))}, ..."),
    };

    private static string Counts(IReadOnlyList<ComponentDifference> components) =>
        string.Create(CultureInfo.InvariantCulture, $"Components: {components.Count(c => c.From is null)} added, {components.Count(c => c.To is null)} removed, {components.Count(c => c is { From: not null, To: not null })} changed:");

    private static string Short(Digest digest) => digest.Text[..(digest.Text.IndexOf(':', StringComparison.Ordinal) + 1 + ShortHex)];
}
