using System.Globalization;
using System.Text.Json;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Reads who approved: a run that waited for an environment, and pull requests that brought a commit.</summary>
/// <param name="client">Asks, about the repository of the run.</param>
internal sealed class GitHubApprovals(GitHubClient client)
{
    private const int MaximumPages = 10;
    private const int PageSize = 100;

    /// <summary>Approvals of the run for an environment. GitHub does not say when they were given.</summary>
    internal async Task<List<Approval>> OfRunAsync(string runId, string environment, CancellationToken cancellation)
    {
        var approvals = new List<Approval>();
        foreach (var entry in await PageAsync($"actions/runs/{Uri.EscapeDataString(runId)}/approvals", cancellation))
        {
            if (entry.Text("state") == "approved" && entry.At("user").Text("login") is { } who
                && entry.Items("environments").Any(e => string.Equals(e.Text("name"), environment, StringComparison.OrdinalIgnoreCase)))
            {
                approvals.Add(new Approval(who, "github-environment", At: null, AtSource: "", Bound: null, entry.Text("comment") ?? ""));
            }
        }

        return approvals;
    }

    /// <summary>The last word of each reviewer of the pull requests that brought a commit, where it is an approval.</summary>
    internal async Task<List<Approval>> OfCommitAsync(string commit, CancellationToken cancellation)
    {
        var approvals = new List<Approval>();
        foreach (var pull in await PageAsync($"commits/{Uri.EscapeDataString(commit)}/pulls?per_page=10", cancellation))
        {
            var last = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
            foreach (var review in await ReviewsAsync(pull.Number("number"), cancellation))
            {
                if (review.Text("state") is "APPROVED" or "CHANGES_REQUESTED" or "DISMISSED" && review.At("user").Text("login") is { } who)
                {
                    last[who] = review;
                }
            }

            approvals.AddRange(last.Where(l => l.Value.Text("state") == "APPROVED").Select(l => Of(l.Key, l.Value, pull, commit)));
        }

        return approvals;
    }

    /// <summary>Who wrote a commit and who opened the pull requests that brought it, as logins; null when one of them has none.</summary>
    internal async Task<IReadOnlyList<string>?> AuthorsAsync(string commit, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(GitHubRequest.Get(client.Place.Of($"commits/{Uri.EscapeDataString(commit)}")), cancellation);
        if (!answer.IsSuccess)
        {
            throw GitHubRefusal.Of(client.Place, answer, "read the commit", GitHubRefusal.Reading);
        }

        // GitHub commits in the name of others, as itself.
        string?[] own = [answer.Json.At("author").Text("login"), answer.Json.At("committer").Text("login")];
        var pulls = await PageAsync($"commits/{Uri.EscapeDataString(commit)}/pulls?per_page=10", cancellation);
        var all = own.Where(l => l != "web-flow").Concat(pulls.Select(p => p.At("user").Text("login"))).ToList();
        return all.Contains(null) ? null : [.. all.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // A review of the last state of a pull request saw what was merged, by whatever name the merged commit goes. One of an earlier state did not.
    private static Approval Of(string who, JsonElement review, JsonElement pull, string commit)
    {
        var seen = review.Text("commit_id");
        var isLast = seen is not null && seen == pull.At("head").Text("sha") && pull.Text("merge_commit_sha") == commit && pull.At("merged_at").ValueKind == JsonValueKind.String;
        var at = review.At("submitted_at") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var submitted) ? submitted : (DateTimeOffset?)null;
        return new Approval(who, "github-review", at, at is null ? "" : "review.submitted_at", isLast ? commit : seen, review.Text("body") ?? "");
    }

    private async Task<List<JsonElement>> ReviewsAsync(int number, CancellationToken cancellation)
    {
        var reviews = new List<JsonElement>();
        for (var page = 1; page <= MaximumPages; page++)
        {
            var more = await PageAsync(string.Create(CultureInfo.InvariantCulture, $"pulls/{number}/reviews?per_page={PageSize}&page={page}"), cancellation);
            reviews.AddRange(more);
            if (more.Count < PageSize)
            {
                break;
            }
        }

        return reviews;
    }

    private async Task<List<JsonElement>> PageAsync(string path, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(GitHubRequest.Get(client.Place.Of(path)), cancellation);
        return answer.IsSuccess ? [.. answer.Json.Items()]
            : answer.Status == 422 && path.StartsWith("commits/", StringComparison.Ordinal) ? []
            : throw GitHubRefusal.Of(client.Place, answer, "read approvals", GitHubRefusal.Reading);
    }
}
