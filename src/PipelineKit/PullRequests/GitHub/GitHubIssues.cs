using System.Globalization;
using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Reads issues by their labels. Pull requests, which GitHub lists among them, and what was closed as a duplicate are left out.</summary>
/// <param name="client">Asks, about the repository that has the issues.</param>
internal sealed class GitHubIssues(GitHubClient client)
{
    private const int PageSize = 100;
    private const int MaximumPages = 100;

    // A hundred issues with the longest texts there are.
    private const int MaximumAnswer = 32 << 20;

    private static readonly string[] Permissions = ["issues: read", "contents: read"];

    internal async Task<IReadOnlyList<HostIssue>> ListAsync(IssueQuery query, CancellationToken cancellation)
    {
        var found = new Dictionary<string, HostIssue>(StringComparer.Ordinal);
        foreach (var label in query.Labels)
        {
            await AddAsync(found, label, query, cancellation);
        }

        return [.. found.Values.OrderBy(i => i.Opened).ThenBy(i => i.Number)];
    }

    // The newest first: those opened before the window end the list. `since` is about changes, which are never before the opening.
    private async Task AddAsync(Dictionary<string, HostIssue> found, string label, IssueQuery query, CancellationToken cancellation)
    {
        var since = query.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        for (var page = 1; page <= MaximumPages; page++)
        {
            var path = client.Place.Of(string.Create(CultureInfo.InvariantCulture, $"issues?labels={Uri.EscapeDataString(label)}&state=all&since={since}&sort=created&direction=desc&per_page={PageSize}&page={page}"));
            var answer = await client.SendAsync(GitHubRequest.Get(path) with { MaximumAnswer = MaximumAnswer }, cancellation);
            if (!answer.IsSuccess || answer.Json.ValueKind != JsonValueKind.Array)
            {
                throw GitHubRefusal.Of(client.Place, answer, "read issues", Permissions);
            }

            var issues = Array.ConvertAll(answer.Json.Items(), Of);
            foreach (var issue in issues.OfType<HostIssue>().Where(i => i.Opened >= query.Since && i.Opened < query.Until))
            {
                found[issue.Number.ToString(CultureInfo.InvariantCulture)] = issue;
            }

            if (issues.Length < PageSize || issues.Any(i => i?.Opened < query.Since))
            {
                return;
            }
        }

        throw new FailureException(new Failure(
            FailureCodes.BadInputValue, $"{client.Place.Repository} has more than {PageSize * MaximumPages} issues with the label `{label}` in the window.",
            "Give a shorter window, or a label that only incidents have.", SourcePlace.OfInput("incident-labels")));
    }

    private HostIssue? Of(JsonElement issue)
    {
        if (issue.At("pull_request").ValueKind == JsonValueKind.Object || issue.Text("state_reason") == "duplicate")
        {
            return null;
        }

        var closed = issue.At("closed_at");
        return issue.Number("number") is > 0 and var number && issue.Text("title") is { } title && Time(issue.At("created_at")) is { } opened
            && (closed.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || Time(closed) is not null)
            ? new HostIssue(number, issue.Text("html_url") ?? "", title, issue.Text("body") ?? "", [.. issue.Items("labels").Select(l => l.ValueKind == JsonValueKind.String ? l.GetString() : l.Text("name")).OfType<string>()], opened, Time(closed))
            : throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{client.Place.Api.Host} lists an issue of {client.Place.Repository} without number, title or time."));
    }

    private static DateTimeOffset? Time(JsonElement element) => element.ValueKind == JsonValueKind.String && element.TryGetDateTimeOffset(out var time) ? time : null;
}
