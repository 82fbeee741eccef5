using System.Globalization;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>What a pull request has besides title and body: labels, assignees, reviewers, a comment, merging by itself. What cannot be done becomes a note.</summary>
/// <param name="client">Asks.</param>
/// <param name="pull">The pull request, as REST gives it.</param>
/// <param name="put">Its branch.</param>
internal sealed class GitHubExtras(GitHubClient client, JsonElement pull, GitHubPut put)
{
    private const int Attempts = 3;

    /// <summary>What could not be done.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>Whether anything was changed.</summary>
    internal bool IsChanged { get; private set; }

    /// <summary>Adds what is missing.</summary>
    internal async Task PutAsync(PullRequestSettings wanted, PullRequestStatus status, CancellationToken cancellation)
    {
        await AddAsync("label", IssuePath("/labels"), [new("labels", Missing(wanted.Labels, Names("labels", "name")))], cancellation);
        await AddAsync("assignee", IssuePath("/assignees"), [new("assignees", Missing(wanted.Assignees, Names("assignees", "login")))], cancellation);
        await ReviewersAsync(wanted.Reviewers, isNew: status == PullRequestStatus.Created || put.Changes.Count > 0, cancellation);
        await CommentAsync(wanted, cancellation);
        if (wanted.AutoMerge is { } method && pull.At("auto_merge").ValueKind != JsonValueKind.Object)
        {
            var merge = new GitHubAutoMerge(client, pull, put.Commit!);
            IsChanged |= await merge.EnableAsync(method, Notes, cancellation);
        }
    }

    // Who has reviewed is no longer among those asked. They are asked again when there is something new to see, and not at every run.
    private async Task ReviewersAsync(IReadOnlyList<string> wanted, bool isNew, CancellationToken cancellation)
    {
        var author = pull.At("user").Text("login");
        var reviews = Array.ConvertAll(put.Branch.Discussion.At("reviews").Items("nodes"), r => r.At("author").Text("login"));
        var people = wanted.Where(w => !w.Contains('/', StringComparison.Ordinal) && !Same(w, author) && (isNew || !Array.Exists(reviews, r => Same(r, w)))).ToList();
        var teams = wanted.Where(w => w.Contains('/', StringComparison.Ordinal) && (isNew || reviews.Length == 0)).Select(w => w[(w.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToList();
        await AddAsync(
            "reviewer",
            GitHubPull.PathOf(client.Place, pull, "/requested_reviewers"),
            [new("reviewers", Missing(people, Names("requested_reviewers", "login"))), new("team_reviewers", Missing(teams, Names("requested_teams", "slug")))],
            cancellation);
    }

    private async Task CommentAsync(PullRequestSettings wanted, CancellationToken cancellation)
    {
        if (wanted.StickyComment is not { } text)
        {
            return;
        }

        var marker = $"<!-- pipelinekit:{wanted.Marker.Replace("--", "- -", StringComparison.Ordinal)} -->";
        var body = $"{marker}\n{text}";
        var own = Array.Find(put.Branch.Discussion.At("comments").Items("nodes"), c => c.Flag("viewerDidAuthor") && c.Text("body")?.StartsWith(marker, StringComparison.Ordinal) == true);
        if (own.Text("body")?.ReplaceLineEndings("\n").Trim() == body.ReplaceLineEndings("\n").Trim())
        {
            return;
        }

        var answer = own.Text("id") is { } id
            ? await client.ChangeAsync(GitHubQueries.UpdateComment, j => Comment(j, body, id), isOnce: false, cancellation)
            : await client.SendAsync(GitHubRequest.Post(IssuePath("/comments"), j => Comment(j, body, id: null)) with { IsOnce = true }, cancellation);
        var isDone = own.ValueKind == JsonValueKind.Object ? GitHubGraph.ErrorOf(answer) is null : answer.IsSuccess;
        Conclude(isDone, "The comment could not be written", answer);
    }

    private static void Comment(Utf8JsonWriter json, string body, string? id)
    {
        json.WriteString("body", body);
        if (id is not null)
        {
            json.WriteString("id", id);
        }
    }

    // A pull request that was just made may not be known to every part of GitHub.
    private async Task AddAsync(string what, string path, GitHubNames[] lists, CancellationToken cancellation)
    {
        var texts = lists.SelectMany(l => l.Texts).ToList();
        if (texts.Count == 0)
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.SendAsync(GitHubRequest.Post(path, j => Array.ForEach(lists, l => GitHubRequest.Texts(j, l.Name, l.Texts))), cancellation);
            if (answer.Status == 422 && answer.Says("Could not resolve to a node") && attempt < Attempts)
            {
                await Task.Delay(RetryWait.Backoff(attempt), client.Time, cancellation);
                continue;
            }

            Conclude(answer.IsSuccess, $"The {what} {string.Join(", ", texts.Select(t => $"`{t}`"))} could not be added", answer);
            return;
        }
    }

    private void Conclude(bool isDone, string note, HostAnswer answer)
    {
        IsChanged |= isDone;
        if (!isDone)
        {
            Notes.Add(GitHubRefusal.Note(note, answer));
        }
    }

    private string IssuePath(string rest) => client.Place.Of(string.Create(CultureInfo.InvariantCulture, $"issues/{pull.Number("number")}{rest}"));

    private string?[] Names(string list, string member) => Array.ConvertAll(pull.Items(list), i => i.Text(member));

    private static List<string> Missing(IEnumerable<string> wanted, string?[] present) => [.. wanted.Where(w => !Array.Exists(present, p => Same(p, w))).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A list of names in a request.</summary>
/// <param name="Name">The member.</param>
/// <param name="Texts">What is in it; may be empty.</param>
internal sealed record GitHubNames(string Name, List<string> Texts);
