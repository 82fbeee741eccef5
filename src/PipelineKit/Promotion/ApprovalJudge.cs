using System.Globalization;
using PipelineKit.Ci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>Counts approvals: of different people, who may approve, of what is promoted.</summary>
/// <param name="gate">What is asked for.</param>
/// <param name="ci">Who runs this.</param>
internal sealed class ApprovalJudge(ApprovalGate gate, CiContext ci)
{
    private const string Id = "approvals";

    /// <summary>Asks the host and judges; what the host does not answer fails the gate.</summary>
    internal async Task<GateOutcome> JudgeAsync(GateQuestion question, IPullRequests host, CancellationToken cancellation)
    {
        var commit = question.Commit ?? ci.Commit;
        var approvals = await Remote.TryAsync(() => host.ListApprovalsAsync(new ApprovalQuery(question.To.Name, commit), cancellation), cancellation);
        if (approvals.Value is null)
        {
            return GateOutcome.Fail(Id, PromotionReason.ApprovalsUnknown, approvals.Problem!, Required());
        }

        var authors = gate.NotAuthor && commit is not null ? await Remote.TryAsync(() => host.ListAuthorsAsync(commit, cancellation), cancellation) : null;
        return Judge(approvals.Value, authors?.Value, commit);
    }

    /// <summary>What is said where it is not asked.</summary>
    internal GateOutcome Skipped() => GateOutcome.Skip(Id, "not asked of a rollback", Required());

    /// <summary>Judges.</summary>
    /// <param name="approvals">What the host says.</param>
    /// <param name="authors">Who the commit is by; null when that is not known.</param>
    /// <param name="commit">The commit; null for none.</param>
    internal GateOutcome Judge(IReadOnlyList<Approval> approvals, IReadOnlyList<string>? authors, string? commit)
    {
        // On Azure the name of who started a run is not the address that approvals have.
        var actors = ci.ActorAliases.Append(ci.Actor ?? "").Where(a => a.Length > 0).ToList();
        var isActorKnown = actors.Count > 0 && (ci.ActorAliases.Count > 0 || !approvals.Any(a => a.Source.StartsWith("azure", StringComparison.Ordinal)));
        if (gate.NotActor && !isActorKnown)
        {
            return GateOutcome.Fail(Id, PromotionReason.ApprovalsActor, "nobody says who runs this", Required());
        }

        if (gate.NotAuthor && authors is null)
        {
            return GateOutcome.Fail(Id, PromotionReason.ApprovalsAuthor, commit is null ? "it is not known which commit this is about" : $"the host does not say who commit {commit} is by", Required());
        }

        var counted = new List<string>();
        var counting = new List<Approval>();
        var others = new List<string>();
        foreach (var approval in approvals)
        {
            var problem = approval.Who.Length == 0 ? "it has no name"
                : approval.Bound is { } bound && !string.Equals(bound, commit, StringComparison.OrdinalIgnoreCase) ? $"it is of commit {bound}"
                : gate.From.Count > 0 && !Has(gate.From, approval.Who) ? "they are not among those who may"
                : gate.NotActor && Has(actors, approval.Who) ? "they run this promotion"
                : gate.NotAuthor && Has(authors!, approval.Who) ? "they wrote the commit"
                : null;
            if (problem is not null)
            {
                others.Add($"{approval.Who} does not count: {problem}");
            }
            else
            {
                counting.Add(approval);
                counted.AddRange(Has(counted, approval.Who) ? [] : [approval.Who]);
            }
        }

        var observed = string.Join("; ", [counted.Count > 0 ? string.Join(", ", counted) : "nobody", .. others.Distinct(StringComparer.Ordinal)]);
        var outcome = counted.Count >= gate.Required ? GateOutcome.Pass(Id, observed, Required()) : GateOutcome.Fail(Id, PromotionReason.ApprovalsTooFew, observed, Required());
        return outcome with { Approvals = counting, Authors = authors ?? [] };
    }

    private static bool Has(IEnumerable<string> people, string who) => people.Contains(who, StringComparer.OrdinalIgnoreCase);

    private string Required()
    {
        var who = gate.From.Count > 0 ? $" of {string.Join(", ", gate.From)}" : "";
        var not = (gate.NotActor, gate.NotAuthor) switch
        {
            (true, true) => ", neither who runs this nor who wrote the commit",
            (true, false) => ", not who runs this",
            (false, true) => ", not who wrote the commit",
            _ => "",
        };
        return $"{gate.Required.ToString(CultureInfo.InvariantCulture)} {(gate.Required == 1 ? "person" : "people")}{who}{not}";
    }
}
