using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Asks GitHub's GraphQL interface.</summary>
internal static class GitHubGraph
{
    private const int MaximumAnswer = 64 << 20;

    /// <summary>The answer to a query: the member <c>data</c>.</summary>
    /// <exception cref="FailureException">As for <see cref="GitHubClient.SendAsync"/>, and PK0301 for what may not be seen.</exception>
    internal static async Task<JsonElement> AskAsync(this GitHubClient client, string query, Action<Utf8JsonWriter> variables, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(Request(client, query, variables) with { IsWrite = false, MaximumAnswer = MaximumAnswer }, cancellation);
        var repository = answer.Json.At("data").At("repository");

        // What cannot be compared because one of the two is not there is told as an error of that part alone.
        var isWhole = repository.ValueKind == JsonValueKind.Object && Array.TrueForAll(answer.Json.Items("errors"), e => e.Items("path") is [.., { ValueKind: JsonValueKind.String } last] && last.GetString() == "compare");
        return answer.IsSuccess && isWhole ? repository : throw GitHubRefusal.Of(client.Place, answer, "read the repository", GitHubRefusal.Writing);
    }

    /// <summary>Changes something; the answer has <see cref="ErrorOf"/> when it was not done.</summary>
    internal static Task<HostAnswer> ChangeAsync(this GitHubClient client, string mutation, Action<Utf8JsonWriter> input, bool isOnce, CancellationToken cancellation)
    {
        var request = Request(client, mutation, j =>
        {
            j.WriteStartObject("input");
            input(j);
            j.WriteEndObject();
        });
        return client.SendAsync(request with { IsOnce = isOnce }, cancellation);
    }

    /// <summary>Why a change was not made; null when it was.</summary>
    internal static string? ErrorOf(HostAnswer answer) =>
        answer.IsSuccess && answer.Json.At("data").ValueKind == JsonValueKind.Object && answer.Json.Items("errors").Length == 0 ? null
        : answer.Message.Length > 0 ? answer.Message
        : $"it answered {answer.Status}";

    /// <summary>Whether a change was refused because the token may not make it.</summary>
    internal static bool IsForbidden(HostAnswer answer) =>
        answer.Status is 401 or 403 or 404 || Array.Exists(answer.Json.Items("errors"), e => e.Text("type") is "FORBIDDEN" or "INSUFFICIENT_SCOPES" or "NOT_FOUND");

    private static GitHubRequest Request(GitHubClient client, string query, Action<Utf8JsonWriter> variables) =>
        GitHubRequest.Post(client.Place.GraphQl.AbsoluteUri, j =>
        {
            j.WriteString("query", query);
            j.WriteStartObject("variables");
            variables(j);
            j.WriteEndObject();
        });
}
