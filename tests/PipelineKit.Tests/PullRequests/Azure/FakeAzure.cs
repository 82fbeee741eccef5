using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Tests.PullRequests.GitHub;

namespace PipelineKit.Tests.PullRequests.Azure;

/// <summary>A request as the fake saw it.</summary>
internal sealed record FakeAzureRequest(string Method, Uri Address, string? Authorization, JsonNode? Body)
{
    internal const string Base = "/acme/my%20shop/_apis/git/repositories/shop/";

    /// <summary>The path below the repository, with its query but for the version.</summary>
    internal string Line { get; } = $"{Method} {Address.PathAndQuery.Replace(Base, "", StringComparison.Ordinal)}".Replace("&api-version=7.1", "", StringComparison.Ordinal).Replace("?api-version=7.1", "", StringComparison.Ordinal);

    internal bool IsWrite => Method != "GET" && !Address.AbsolutePath.EndsWith("/pullrequestquery", StringComparison.Ordinal);
}

/// <summary>Azure Repos, in memory: a repository whose state changes as the real one's would. Every request and answer is held against the published description; it throws on what it was not told.</summary>
internal sealed class FakeAzure : HttpMessageHandler
{
    internal const string Self = "11111111-1111-1111-1111-111111111111";
    private readonly Lock _lock = new();
    private readonly AzureShapes _shapes = AzureShapes.Load();
    private readonly List<FakeAzureRequest> _seen = [];

    internal FakeAzure()
    {
        Git.Push("main", "First", ("README.md", "# Shop\n"), ("deploy/app.yaml", "image: old\n"), ("deploy/other.yaml", "x: 1\n"));
        Repository = new FakeAzureRepository(this);
        Reviews = new FakeAzureReviews(this);
    }

    internal FakeGit Git { get; } = new();

    internal List<FakeAzurePull> Pulls { get; } = [];

    internal FakeAzureRepository Repository { get; }

    internal FakeAzureReviews Reviews { get; }

    /// <summary>Answers instead of the fake, where it gives one; outside of the published description.</summary>
    internal Func<FakeAzureRequest, HttpResponseMessage?> Override { get; set; } = _ => null;

    /// <summary>What happens to a request, by its number from 0.</summary>
    internal Func<int, FakeAzureRequest, FakeFault> Fault { get; set; } = (_, _) => FakeFault.None;

    /// <summary>Called before a request is answered: the place for what somebody else does meanwhile.</summary>
    internal Action<FakeAzureRequest> Meanwhile { get; set; } = _ => { };

    internal IReadOnlyList<FakeAzureRequest> Seen => [.. _seen];

    internal IReadOnlyList<string> Lines => [.. _seen.Select(s => s.Line)];

    internal void Forget() => _seen.Clear();

    internal static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    /// <summary>A list as Azure DevOps gives one.</summary>
    internal static HttpResponseMessage Many(IEnumerable<JsonNode> items)
    {
        var list = List(items);
        return Answer(200, new JsonObject { ["count"] = list.Count, ["value"] = list });
    }

    internal static HttpResponseMessage Answer(int status, JsonNode? body = null) =>
        new((HttpStatusCode)status) { Content = new StringContent(body?.ToJsonString() ?? "", mediaType: new("application/json")) };

    internal static HttpResponseMessage Error(int status, string message, string typeKey = "Exception") =>
        Answer(status, new JsonObject { ["$id"] = "1", ["message"] = message, ["typeKey"] = typeKey });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = message.Content is null ? null : await message.Content.ReadAsByteArrayAsync(cancellationToken);
        var request = new FakeAzureRequest(message.Method.Method, message.RequestUri!, message.Headers.Authorization?.ToString(), bytes is null ? null : JsonNode.Parse(bytes));
        Meanwhile(request);
        lock (_lock)
        {
            var fault = Fault(_seen.Count, request);
            _seen.Add(request);
            Break(fault, FakeFault.LostBefore, FakeFault.KilledBefore);
            var answer = Override(request) ?? Serve(request, bytes);
            Break(fault, FakeFault.LostAfter, FakeFault.KilledAfter);
            return answer;
        }
    }

    private static void Break(FakeFault fault, FakeFault lost, FakeFault killed)
    {
        if (fault == lost)
        {
            throw new HttpRequestException("the line is cut");
        }

        if (fault == killed)
        {
            throw new FakeKillException();
        }
    }

    private HttpResponseMessage Serve(FakeAzureRequest request, byte[]? body)
    {
        if (request.Address.AbsolutePath.Contains("/_apis/build/", StringComparison.Ordinal) || request.Address.AbsolutePath.Contains("/_apis/pipelines/approvals", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"The fake was not told how to answer {request.Line}.");
        }

        var check = _shapes.Check(request.Method, request.Address, body);
        var answer = (Repository.Serve(request) ?? Reviews.Serve(request)) ?? throw new NotSupportedException($"The fake was not told how to answer {request.Line}.");
        if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json")
        {
            // All of it is in memory, and is read once more by whoever asked.
            check(JsonDocument.Parse(answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()).RootElement);
        }

        return answer;
    }
}
