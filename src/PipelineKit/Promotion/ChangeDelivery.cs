using PipelineKit.Failures;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>Puts changes up: one commit, one pull request for an application and environment, updated in place; none when nothing is left to change.</summary>
internal sealed class ChangeDelivery(PromotionRequest request, PromotionTools tools)
{
    private const int MaximumTries = 10;

    private readonly ChangeSettings _settings = request.To.Changes;

    /// <summary>The branch of the changes.</summary>
    internal string Branch => _settings.Branch
        .Replace("{app}", request.Settings.App, StringComparison.Ordinal)
        .Replace("{environment}", request.To.Name, StringComparison.Ordinal);

    /// <summary>Looks whether people's work on the branch would refuse them; changes nothing.</summary>
    /// <param name="changes">What is planned.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">PK0502, with the files.</exception>
    internal Task CheckAsync(ChangePlan changes, CancellationToken cancellation) => changes.Files.Count == 0
        ? Task.CompletedTask
        : tools.Host.CheckAsync(Proposal(changes, new ChangeText($"Promote {request.Settings.App} in {request.To.Name}", "", "", [])), cancellation);

    /// <summary>Puts them up.</summary>
    /// <param name="plan">What changes; made again when the base moved on.</param>
    /// <param name="tell">What is said about it; asked only when there is something to say, and with true when people are to look at it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What became of it; null when there was nothing to change.</returns>
    internal async Task<ProposalResult?> PutAsync(Func<Task<ChangePlan>> plan, Func<bool, Task<ChangeText>> tell, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaximumTries; tries++)
        {
            var changes = await plan();
            var isDirect = string.Equals(Branch, changes.Base, StringComparison.Ordinal);
            if (changes.Files.Count == 0)
            {
                if (!isDirect)
                {
                    await tools.Host.CloseAsync(Branch, $"`{changes.Base}` has everything that was proposed here.", cancellation);
                }

                return null;
            }

            var text = await tell(!isDirect);
            if (!isDirect)
            {
                return await tools.Host.PutAsync(Proposal(changes, text), cancellation);
            }

            var commit = new DirectCommit { Branch = changes.Base, ExpectedHead = changes.Head, Files = changes.Files, Title = text.Title, Body = text.Trailer, Author = request.Author };
            if (await tools.Host.CommitAsync(commit, cancellation) is { } id)
            {
                return new ProposalResult
                {
                    Branch = changes.Base,
                    Commit = id,
                    Parent = changes.Head,
                    Changes = [.. changes.Files.Select(f => new ChangedPath(f.Path, f.Content is null ? ChangeKind.Deleted : ChangeKind.Modified))],
                    ShowCommand = $"git show {id}",
                };
            }
        }

        throw new FailureException(new Failure(FailureCodes.BranchConflict, $"`{Branch}` moved each time its commit was made."));
    }

    private ChangeProposal Proposal(ChangePlan changes, ChangeText text) => new()
    {
        Branch = Branch,
        BaseBranch = changes.Base,
        Changes = new ChangeSet(changes.Files),
        Title = text.Title,
        Body = text.Body,
        Trailers = text.Trailers,
        Author = request.Author,
        PullRequest = _settings.PullRequest with { Marker = $"{request.Settings.App}/{request.To.Name}", StickyComment = _settings.HasComment ? text.Comment : null },
    };
}
