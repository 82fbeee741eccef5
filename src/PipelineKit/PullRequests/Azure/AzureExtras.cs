using System.Globalization;
using System.Text.Json;

namespace PipelineKit.PullRequests.Azure;

/// <summary>What a pull request has besides title and body. What the token may not do becomes a note.</summary>
/// <param name="client">Asks.</param>
/// <param name="pull">The pull request.</param>
internal sealed class AzureExtras(AzureClient client, JsonElement pull)
{
    private const string Marker = "PipelineKit.Marker";
    private readonly List<string> _notes = [];

    /// <summary>Brings them up to date.</summary>
    /// <param name="settings">What is wanted.</param>
    /// <param name="isNew">Whether it was just made, with labels and work items.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What could not be done, one sentence each.</returns>
    internal async Task<IReadOnlyList<string>> PutAsync(PullRequestSettings settings, bool isNew, CancellationToken cancellation)
    {
        if (!isNew)
        {
            await LabelAsync(settings.Labels, cancellation);
            await WorkItemsAsync(settings.WorkItems, cancellation);
        }

        await ReviewersAsync(settings.Reviewers, cancellation);
        if (settings.StickyComment is { } comment)
        {
            await StickAsync(settings.Marker, comment, cancellation);
        }

        if (settings.AutoMerge is { } method)
        {
            await CompleteAsync(method, cancellation);
        }

        if (settings.Assignees.Count > 0)
        {
            _notes.Add("Azure Repos has no assignees of pull requests; name reviewers.");
        }

        return _notes;
    }

    /// <summary>A comment for the people who look at it.</summary>
    internal Task SayAsync(string text, CancellationToken cancellation) => NotedAsync(Thread(text, marker: null), "The reason could not be told", cancellation);

    private async Task LabelAsync(IReadOnlyList<string> labels, CancellationToken cancellation)
    {
        var present = pull.Items("labels").Select(l => l.Text("name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var label in labels.Where(l => !present.Contains(l)))
        {
            await NotedAsync(AzureRequest.Post(Of("/labels"), AzureRequest.Object(json => json.WriteString("name", label))), $"The label `{label}` could not be set", cancellation);
        }
    }

    private async Task WorkItemsAsync(IReadOnlyList<int> wanted, CancellationToken cancellation)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        var linked = (await client.SendAsync(AzureRequest.Get(Of("/workitems")), cancellation)).Json.Items("value").Select(w => w.Text("id")).ToHashSet(StringComparer.Ordinal);
        _notes.AddRange(wanted.Select(w => w.ToString(CultureInfo.InvariantCulture)).Where(w => !linked.Contains(w))
            .Select(w => $"The work item {w} is not linked: Azure Repos links work items when a pull request is made; link it by hand."));
    }

    private async Task ReviewersAsync(IReadOnlyList<string> reviewers, CancellationToken cancellation)
    {
        var present = pull.Items("reviewers").ToList();
        foreach (var reviewer in reviewers.Where(r => !present.Any(p => Is(p, r))))
        {
            // People whom the pull request knows by their address have an id in it; others have to be given by theirs.
            var known = Guid.TryParse(reviewer, out var id) ? id.ToString() : Is(pull.At("createdBy"), reviewer) ? pull.At("createdBy").Text("id") : null;
            if (known is null)
            {
                _notes.Add($"`{reviewer}` was not asked to review: give the id of the person or group (a GUID), or make it a required reviewer by a branch policy.");
                continue;
            }

            var request = new AzureRequest(HttpMethod.Put, Of($"/reviewers/{known}"), AzureRequest.Post("", AzureRequest.Object(json =>
            {
                json.WriteString("id", known);
                json.WriteNumber("vote", 0);
            })).Body);
            await NotedAsync(request, $"`{reviewer}` could not be asked to review", cancellation);
        }
    }

    private async Task StickAsync(string marker, string text, CancellationToken cancellation)
    {
        var threads = await client.SendAsync(AzureRequest.Get(Of("/threads")), cancellation);
        if (!threads.IsSuccess)
        {
            _notes.Add(AzureRefusal.Note("The comment could not be made", threads));
            return;
        }

        var thread = threads.Json.Items("value").FirstOrDefault(t => !t.Flag("isDeleted") && AzurePull.Property(t.At("properties"), Marker) == marker);
        var comment = thread.Items("comments").FirstOrDefault();
        if (comment.ValueKind != JsonValueKind.Object)
        {
            await NotedAsync(Thread(text, marker), "The comment could not be made", cancellation);
        }
        else if (comment.Text("content") != text)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/threads/{thread.Number("id")}/comments/{comment.Number("id")}");
            await NotedAsync(AzureRequest.Patch(Of(path), AzureRequest.Object(json => json.WriteString("content", text))), "The comment could not be brought up to date", cancellation);
        }
    }

    // Set by whoever made the pull request, which is who asks.
    private async Task CompleteAsync(MergeMethod method, CancellationToken cancellation)
    {
        var request = AzureRequest.Patch(Of(""), AzureRequest.Object(json =>
        {
            json.WriteStartObject("autoCompleteSetBy");
            json.WriteString("id", pull.At("createdBy").Text("id"));
            json.WriteEndObject();
            json.WriteStartObject("completionOptions");
            json.WriteString("mergeStrategy", method switch
            {
                MergeMethod.Squash => "squash",
                MergeMethod.Rebase => "rebase",
                _ => "noFastForward",
            });
            json.WriteBoolean("deleteSourceBranch", value: true);
            json.WriteEndObject();
        }));
        await NotedAsync(request, "It could not be set to complete by itself", cancellation);
    }

    // Closed, so that a policy that wants all comments resolved is not held up by it.
    private AzureRequest Thread(string text, string? marker)
    {
        var body = AzureRequest.Object(json =>
        {
            json.WriteStartArray("comments");
            json.WriteStartObject();
            json.WriteNumber("parentCommentId", 0);
            json.WriteString("content", text);
            json.WriteString("commentType", "text");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("status", "closed");
            if (marker is not null)
            {
                json.WriteStartObject("properties");
                json.WriteString(Marker, marker);
                json.WriteEndObject();
            }
        });
        return AzureRequest.Post(Of("/threads"), body) with { IsOnce = true };
    }

    private async Task NotedAsync(AzureRequest request, string what, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(request, cancellation);
        if (!answer.IsSuccess)
        {
            _notes.Add(AzureRefusal.Note(what, answer));
        }
    }

    private static bool Is(JsonElement identity, string who) =>
        string.Equals(identity.Text("id"), who, StringComparison.OrdinalIgnoreCase) || string.Equals(identity.Text("uniqueName"), who, StringComparison.OrdinalIgnoreCase);

    private string Of(string rest) => client.Place.Of(string.Create(CultureInfo.InvariantCulture, $"pullRequests/{pull.Number("pullRequestId")}{rest}"));
}
