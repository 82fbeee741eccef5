using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>What follows the ledger: the files of the environment are made to say what the ledger says, whoever wrote it, and the host is told.</summary>
internal sealed class PromotionEnding(PromotionRequest request, PromotionTools tools, LedgerStore store, StepLog log, List<string> notes)
{
    private const int MaximumRounds = 10;

    private string Environment => request.To.Name;

    /// <summary>Plans the changes before anything is done, so that what is wrong with a manifest, or what somebody edited on the branch, shows before the tag moves.</summary>
    internal async Task PlanAsync(PromotionSubject subject, CancellationToken cancellation)
    {
        var changes = new ManifestChanges(request, tools, subject);
        if (!changes.HasFiles)
        {
            return;
        }

        using var step = log.Begin("plan", "Planning the changes of manifests");
        var plan = await changes.PlanAsync(subject.Digest, DateTimeOffset.FromUnixTimeSeconds(tools.Context.Time.GetUtcNow().ToUnixTimeSeconds()), subject.Source, cancellation);
        var delivery = new ChangeDelivery(request, tools);
        await CheckAsync(delivery, plan, cancellation);
        step.End(
            plan.Files.Count == 0 ? StepState.Unchanged : StepState.Planned,
            plan.Files.Count == 0 ? $"`{plan.Base}` names it already" : $"{string.Join(", ", plan.Files.Select(f => $"`{f.Path}`").Take(5))}{(plan.Files.Count > 5 ? ", ..." : "")} on `{delivery.Branch}`");
    }

    // Nothing that somebody edited in a pull request keeps an environment from going back; putting up the change ends with it then.
    private async Task CheckAsync(ChangeDelivery delivery, ChangePlan plan, CancellationToken cancellation)
    {
        try
        {
            await delivery.CheckAsync(plan, cancellation);
        }
        catch (FailureException e) when (request.IsRollback && e.Failures[0].Code == FailureCodes.BranchConflict)
        {
            notes.Add($"The environment can go back, and its manifests cannot follow: {e.Failures[0].What}");
        }
    }

    /// <summary>Puts the changes up and tells the host.</summary>
    internal async Task<PromotionResult> RunAsync(PromotionResult result, CancellationToken cancellation)
    {
        var changes = new ManifestChanges(request, tools, result.Subject);
        var isNew = result.Gates.Count > 0;
        if (!changes.HasFiles)
        {
            log.Skip("changes", "the environment names no files");
        }
        else if (request.DryRun)
        {
            await PlanAsync(result.Subject, cancellation);
        }
        else
        {
            result = result with { Proposal = await ChangeAsync(changes, result, cancellation) };
            isNew |= result.Proposal is { IsUnchanged: false };
        }

        if (isNew && !request.DryRun)
        {
            await ReportAsync(result, cancellation);
        }

        return result;
    }

    // Whoever writes last looks at the ledger last: a run that was overtaken puts up what the other one recorded.
    private async Task<ProposalResult?> ChangeAsync(ManifestChanges changes, PromotionResult result, CancellationToken cancellation)
    {
        using var step = log.Begin("changes", "Changing the manifests");
        var delivery = new ChangeDelivery(request, tools);
        for (var round = 1; ; round++)
        {
            var history = await HistoryAsync(cancellation);
            var current = history.Current!;
            var plan = (ChangePlan?)null;
            var proposal = await delivery.PutAsync(async () => plan = await changes.PlanAsync(current.Digest, current.From, result.Subject.Target, cancellation), isShown => TellAsync(result.Subject, history, isShown, cancellation), cancellation);
            var now = (await HistoryAsync(cancellation)).Current!;
            if (now.Line == current.Line || round == MaximumRounds)
            {
                notes.AddRange(proposal?.PullRequest?.Notes ?? []);
                step.End(
                    proposal is { IsUnchanged: false } || proposal?.PullRequest?.Status is PullRequestStatus.Created or PullRequestStatus.Updated ? StepState.Done : StepState.Unchanged,
                    proposal is null ? $"`{plan!.Base}` names it already" : Detail(proposal));
                return proposal;
            }
        }
    }

    private async Task<ChangeText> TellAsync(PromotionSubject subject, EnvironmentHistory history, bool isShown, CancellationToken cancellation)
    {
        var entry = history.Current!.Entry;
        var record = isShown && entry.Record is { } digest && await store.ReadRecordAsync(digest, cancellation) is { } bundle ? RecordedFacts.Read(bundle, store.PathOf(digest)) : null;
        var difference = isShown ? await ImageDifference.ReadAsync(subject.Question(request), subject.Target, entry, tools, cancellation) : null;
        return ChangeText.Of(history, store, record, difference, tools.Host.Kind);
    }

    private static string Detail(ProposalResult proposal) =>
        $"{(proposal.IsUnchanged ? "as they should be" : PromotionText.Count(proposal.Changes.Count, "file"))} on `{proposal.Branch}`{(proposal.PullRequest is { } pull ? $", {pull.Url}" : "")}";

    private async Task<EnvironmentHistory> HistoryAsync(CancellationToken cancellation) =>
        EnvironmentHistory.Of((await store.ReadAsync([Environment], cancellation)).Ledgers[Environment]);

    private async Task ReportAsync(PromotionResult result, CancellationToken cancellation)
    {
        var reference = result.Proposal?.Commit ?? tools.Context.Ci.Commit ?? tools.Context.Ci.Reference ?? "";
        if (reference.Length == 0 || tools.Host.Kind == "git")
        {
            return;
        }

        using var step = log.Begin("deployment", "Telling the host");
        var told = await tools.Host.ReportDeploymentAsync(
            new DeploymentReport
            {
                Environment = Environment,
                IsProduction = request.To.IsProduction,
                App = request.Settings.App,
                Image = result.Subject.TargetText,
                Digest = result.Subject.Digest,
                Reference = reference,
                State = result.Proposal is { IsUnchanged: false, PullRequest: not null } ? DeploymentState.InProgress : DeploymentState.Success,
                Description = $"{(request.IsRollback ? "Rolled back to" : "Promoted")} {PromotionText.Short(result.Subject.Digest)}",
                LogUrl = tools.Context.Ci.RunUrl,
            },
            cancellation);
        notes.AddRange(told);
        step.End(told.Count == 0 ? StepState.Done : StepState.Skipped, told.Count == 0 ? "told" : PromotionText.Count(told.Count, "note"));
    }
}
