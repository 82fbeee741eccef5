using System.Globalization;
using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Reads work items of the project by their tags: their numbers by a query (WIQL), then what they say, two hundred at a time.</summary>
/// <param name="client">Asks.</param>
internal sealed class AzureWorkItems(AzureClient client)
{
    private const int Maximum = 10_000;
    private const int Batch = 200;
    private const string Closed = "Microsoft.VSTS.Common.ClosedDate";
    private static readonly string[] Fields = ["System.Title", "System.Description", "System.Tags", "System.CreatedDate", Closed];

    internal async Task<IReadOnlyList<HostIssue>> ListAsync(IssueQuery query, CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"_apis/wit/wiql?timePrecision=true&$top={Maximum + 1}");
        var answer = await client.MustAsync(AzureRequest.Post(path, AzureRequest.Object(j => j.WriteString("query", Query(query)))), "query work items", cancellation);
        var ids = Array.ConvertAll(answer.Json.Items("workItems"), i => i.Number("id"));
        if (answer.Json.At("workItems").ValueKind != JsonValueKind.Array || Array.Exists(ids, i => i <= 0))
        {
            throw Unreadable();
        }

        if (ids.Length > Maximum)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadInputValue, $"{client.Place.Name} has more than {Maximum} work items with these tags in the window.",
                "Give a shorter window, or a tag that only incidents have.", SourcePlace.OfInput("incident-labels")));
        }

        var found = new List<HostIssue>();
        for (var at = 0; at < ids.Length; at += Batch)
        {
            await AddAsync(found, ids[at..Math.Min(at + Batch, ids.Length)], cancellation);
        }

        // The query says whether a tag is there as Azure Boards sees it; this is the same for all hosts.
        return [.. found.Where(i => i.Labels.Any(l => query.Labels.Contains(l, StringComparer.OrdinalIgnoreCase)) && i.Opened >= query.Since && i.Opened < query.Until).OrderBy(i => i.Opened)];
    }

    // Text of WIQL is between single quotes; one in it is doubled.
    private static string Query(IssueQuery query)
    {
        var tags = string.Join(" OR ", query.Labels.Select(l => $"[System.Tags] CONTAINS '{l.Replace("'", "''", StringComparison.Ordinal)}'"));
        return $"SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.CreatedDate] >= '{Text(query.Since)}' AND [System.CreatedDate] < '{Text(query.Until)}' AND ({tags}) ORDER BY [System.Id]";
    }

    private async Task AddAsync(List<HostIssue> found, int[] batch, CancellationToken cancellation)
    {
        void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray("ids");
            foreach (var id in batch)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
            json.WriteStartArray("fields");
            foreach (var field in Fields)
            {
                json.WriteStringValue(field);
            }

            json.WriteEndArray();
        }

        var answer = await client.MustAsync(AzureRequest.Post("_apis/wit/workitemsbatch", AzureRequest.Object(Write)), "read work items", cancellation);
        var items = answer.Json.Items("value");
        found.AddRange(items.Select(Of));
        if (items.Length != batch.Length)
        {
            throw Unreadable();
        }
    }

    private HostIssue Of(JsonElement item)
    {
        var fields = item.At("fields");
        var tags = (fields.Text("System.Tags") ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return item.Number("id") is > 0 and var id && fields.Text("System.Title") is { } title && Time(fields, "System.CreatedDate") is { } opened && (fields.At(Closed).ValueKind == JsonValueKind.Undefined || Time(fields, Closed) is not null)
            ? new HostIssue(id, new Uri(client.Place.Project, string.Create(CultureInfo.InvariantCulture, $"_workitems/edit/{id}")).AbsoluteUri, title, fields.Text("System.Description") ?? "", tags, opened, Time(fields, Closed))
            : throw Unreadable();
    }

    private static DateTimeOffset? Time(JsonElement fields, string name) => fields.At(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null;

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private FailureException Unreadable() => new(new Failure(FailureCodes.RemoteProtocol, $"{client.Place.Project.Host} does not tell the work items of {client.Place.Name} as it should."));
}
