using System.Globalization;
using System.Text.Json;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Reads who voted for the pull requests that brought a commit, and who wrote it.</summary>
/// <param name="client">Asks.</param>
internal sealed class AzureReviews(AzureClient client)
{
    private const int ApprovedWithSuggestions = 5;

    /// <summary>Votes for, given after the last push: what was merged is what they saw. The vote itself has no time; the note that Azure Repos makes of it does.</summary>
    internal async Task<List<Approval>> OfCommitAsync(string commit, CancellationToken cancellation)
    {
        var approvals = new List<Approval>();
        foreach (var pull in await PullsAsync(commit, cancellation))
        {
            var votes = pull.Items("reviewers").Where(r => r.Number("vote") >= ApprovedWithSuggestions && !r.Flag("isContainer") && r.Text("uniqueName") is not null).ToList();
            if (votes.Count == 0 || await LastPushAsync(pull, cancellation) is not { } pushed)
            {
                continue;
            }

            var threads = (await client.MustAsync(AzureRequest.Get(Of(pull, "/threads")), "read a pull request", cancellation)).Json.Items("value").ToList();
            foreach (var vote in votes)
            {
                if (TimeOf(vote, threads) is { } at && at >= pushed)
                {
                    approvals.Add(new Approval(vote.Text("uniqueName")!, "azure-review", at, "threads.publishedDate", commit, ""));
                }
            }
        }

        return approvals;
    }

    /// <summary>Author and committer of a commit and who made its pull requests, as addresses; null when the commit does not say.</summary>
    internal async Task<IReadOnlyList<string>?> AuthorsAsync(string commit, CancellationToken cancellation)
    {
        var read = (await client.MustAsync(AzureRequest.Get(client.Place.Of("commits/" + Uri.EscapeDataString(commit))), "read a commit", cancellation)).Json;
        var pulls = await PullsAsync(commit, cancellation);
        var all = new[] { read.At("author").Text("email"), read.At("committer").Text("email") }.Concat(pulls.Select(p => p.At("createdBy").Text("uniqueName"))).ToList();
        return all.Contains(null) ? null : [.. all.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // Those that the commit was merged by, and those it was a commit of.
    private async Task<IReadOnlyList<JsonElement>> PullsAsync(string commit, CancellationToken cancellation)
    {
        var request = AzureRequest.Post(client.Place.Of("pullrequestquery"), AzureRequest.Object(json =>
        {
            json.WriteStartArray("queries");
            foreach (var type in (string[])["lastMergeCommit", "commit"])
            {
                json.WriteStartObject();
                json.WriteString("type", type);
                json.WriteStartArray("items");
                json.WriteStringValue(commit);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
        var found = (await client.MustAsync(request, "read pull requests", cancellation)).Json;
        return [.. found.Items("results").SelectMany(r => r.Items(commit)).Where(p => p.Text("status") == "completed").DistinctBy(p => p.Number("pullRequestId"))];
    }

    private async Task<DateTimeOffset?> LastPushAsync(JsonElement pull, CancellationToken cancellation)
    {
        var iterations = await client.MustAsync(AzureRequest.Get(Of(pull, "/iterations")), "read a pull request", cancellation);
        return iterations.Json.Items("value").Select(i => AzureTime.Of(i, "createdDate")).Max();
    }

    // A note of the system's: its author voted, with the result as a property.
    private static DateTimeOffset? TimeOf(JsonElement vote, List<JsonElement> threads) =>
        threads.Where(t => AzurePull.Property(t.At("properties"), "CodeReviewThreadType") == "VoteUpdate"
                && int.TryParse(AzurePull.Property(t.At("properties"), "CodeReviewVoteResult"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value == vote.Number("vote")
                && t.Items("comments").Any(c => c.At("author").Text("id") == vote.Text("id")))
            .Select(t => AzureTime.Of(t, "publishedDate")).Max();

    private string Of(JsonElement pull, string rest) => client.Place.Of(string.Create(CultureInfo.InvariantCulture, $"pullRequests/{pull.Number("pullRequestId")}{rest}"));
}
