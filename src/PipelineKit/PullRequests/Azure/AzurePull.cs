using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PipelineKit.PullRequests.Azure;

/// <summary>The one active pull request of a branch.</summary>
/// <param name="client">Asks.</param>
internal sealed class AzurePull(AzureClient client)
{
    private const string Heads = "refs/heads/";
    private const string Intent = "PipelineKit.Intent";
    private const int MaximumTitle = 400;

    /// <summary>Makes it, or brings it up to date; nothing is written when it is as it was left.</summary>
    internal async Task<PullRequest> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        var (title, body) = (Cut(proposal.Title, MaximumTitle, ""), Cut(proposal.Body, PullRequestText.AzureReposLimit, "\n\n(shortened)"));
        var intent = IntentOf(proposal, title, body);
        var found = await ListAsync(proposal.Branch, proposal.BaseBranch, cancellation) is [var open, ..] ? open : default;
        var isNew = found.ValueKind != JsonValueKind.Object;
        if (!isNew)
        {
            var properties = await client.MustAsync(AzureRequest.Get(Of(found, "/properties")), "read a pull request", cancellation);
            if (Property(properties.Json.At("value"), Intent) == intent && found.Text("title") == title)
            {
                return Describe(found, PullRequestStatus.Unchanged, []);
            }

            await client.MustAsync(AzureRequest.Patch(Of(found, ""), AzureRequest.Object(json => Texts(json, title, body))), "change a pull request", cancellation);
        }
        else
        {
            (found, isNew) = await CreateAsync(proposal, title, body, cancellation);
        }

        var notes = await new AzureExtras(client, found).PutAsync(proposal.PullRequest, isNew, cancellation);

        // Last of all: a run that is killed before it begins again.
        await client.MustAsync(AzureRequest.SetProperty(Of(found, "/properties"), Intent, intent), "change a pull request", cancellation);
        return Describe(found, isNew ? PullRequestStatus.Created : PullRequestStatus.Updated, notes);
    }

    /// <summary>Active pull requests of a branch; those into one base, or into any with null.</summary>
    internal async Task<IReadOnlyList<JsonElement>> ListAsync(string branch, string? baseBranch, CancellationToken cancellation)
    {
        var target = baseBranch is null ? "" : "&searchCriteria.targetRefName=" + Uri.EscapeDataString(Heads + baseBranch);
        var path = $"pullrequests?searchCriteria.sourceRefName={Uri.EscapeDataString(Heads + branch)}{target}&searchCriteria.status=active&$top=10";
        var answer = await client.MustAsync(AzureRequest.Get(client.Place.Of(path)), "read pull requests", cancellation);
        return [.. answer.Json.Items("value").Where(p => p.Number("pullRequestId") > 0)];
    }

    /// <summary>Says why, and abandons it.</summary>
    internal async Task AbandonAsync(JsonElement pull, string reason, CancellationToken cancellation)
    {
        await new AzureExtras(client, pull).SayAsync(reason, cancellation);
        await client.MustAsync(AzureRequest.Patch(Of(pull, ""), AzureRequest.Object(json => json.WriteString("status", "abandoned"))), "abandon a pull request", cancellation);
    }

    /// <summary>The name of the branch that a pull request goes into.</summary>
    internal static string? TargetOf(JsonElement pull) => pull.Text("targetRefName") is { } name && name.StartsWith(Heads, StringComparison.Ordinal) ? name[Heads.Length..] : null;

    /// <summary>The text of a property; null when it is not there. They come as they were given, or with their type.</summary>
    internal static string? Property(JsonElement properties, string name) => properties.Text(name) ?? properties.At(name).Text("$value");

    private async Task<(JsonElement Pull, bool IsNew)> CreateAsync(ChangeProposal proposal, string title, string body, CancellationToken cancellation)
    {
        var settings = proposal.PullRequest;
        var request = AzureRequest.Post(client.Place.Of("pullrequests"), AzureRequest.Object(json =>
        {
            json.WriteString("sourceRefName", Heads + proposal.Branch);
            json.WriteString("targetRefName", Heads + proposal.BaseBranch);
            Texts(json, title, body);
            json.WriteBoolean("isDraft", settings.IsDraft);
            Objects(json, "labels", "name", settings.Labels);
            Objects(json, "workItemRefs", "id", settings.WorkItems.Select(w => w.ToString(CultureInfo.InvariantCulture)));
        }));
        var answer = await client.SendAsync(request, cancellation);
        if (answer.IsSuccess && answer.Json.Number("pullRequestId") > 0)
        {
            return (answer.Json, true);
        }

        // TF401179: somebody else, or this very request before its answer was lost, has made one.
        var others = answer.Status == 409 || answer.Says("TF401179") ? await ListAsync(proposal.Branch, proposal.BaseBranch, cancellation) : [];
        return others is [var there, ..] ? (there, false) : throw AzureRefusal.Of(client.Place, answer, "make a pull request");
    }

    private static void Texts(Utf8JsonWriter json, string title, string body)
    {
        json.WriteString("title", title);
        json.WriteString("description", body);
    }

    private static void Objects(Utf8JsonWriter json, string name, string member, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            json.WriteString(member, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string Of(JsonElement pull, string rest) => client.Place.Of(string.Create(CultureInfo.InvariantCulture, $"pullRequests/{pull.Number("pullRequestId")}{rest}"));

    private PullRequest Describe(JsonElement pull, PullRequestStatus status, IReadOnlyList<string> notes) =>
        new(pull.Number("pullRequestId"), client.Place.UrlOf(pull.Number("pullRequestId")), status, notes);

    private static string Cut(string text, int maximum, string note)
    {
        if (text.Length <= maximum)
        {
            return text;
        }

        // At the end of a line, where there is one: half a table row is none.
        var kept = text.AsSpan(0, maximum - note.Length);
        var end = kept.LastIndexOf('\n');
        return string.Concat(kept[..(end > maximum / 2 ? end : char.IsHighSurrogate(kept[^1]) ? kept.Length - 1 : kept.Length)], note);
    }

    private static string IntentOf(ChangeProposal proposal, string title, string body)
    {
        var settings = proposal.PullRequest;
        string[] parts =
        [
            title, body, settings.Marker, settings.StickyComment ?? "", settings.IsDraft.ToString(), settings.AutoMerge?.ToString() ?? "",
            .. settings.Labels.Prepend("labels"), .. settings.Reviewers.Prepend("reviewers"), .. settings.WorkItems.Select(w => w.ToString(CultureInfo.InvariantCulture)),
        ];
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => $"{p.Length}:{p}")))));
    }
}
