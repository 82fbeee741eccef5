using System.Net;
using System.Text.Json.Nodes;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>A request as the fake saw it.</summary>
internal sealed record FakeRequest(string Method, Uri Address, string? Token, JsonNode? Body)
{
    /// <summary>The path below the repository, with its query, or <c>graphql OPERATION</c>.</summary>
    internal string Line { get; } = Address.AbsolutePath == "/graphql"
        ? "graphql " + Body!["query"]!.GetValue<string>().Split(' ', '(')[1]
        : $"{Method} {Address.PathAndQuery.Replace("/repos/acme/shop/", "", StringComparison.Ordinal)}";

    internal bool IsWrite => Address.AbsolutePath == "/graphql" ? Body!["query"]!.GetValue<string>().StartsWith("mutation", StringComparison.Ordinal) : Method != "GET";
}

/// <summary>What happens to a request on its way.</summary>
internal enum FakeFault
{
    None,
    LostBefore,
    LostAfter,
    KilledBefore,
    KilledAfter,
}

/// <summary>Ends the one who asks, as a signal would: nothing catches it.</summary>
internal sealed class FakeKillException : Exception;

/// <summary>GitHub, in memory: a repository <c>acme/shop</c> whose state changes as the real one's would. It throws on what it was not told how to answer.</summary>
internal sealed class FakeGitHub : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<FakeRequest> _seen = [];

    internal FakeGitHub()
    {
        Git.Push("main", "First", ("README.md", "# Shop\n"), ("deploy/app.yaml", "image: old\n"), ("deploy/other.yaml", "x: 1\n"));
        Rest = new FakeGitHubRest(this);
        Graph = new FakeGitHubGraph(this);
    }

    internal FakeGit Git { get; } = new();

    internal List<FakePull> Pulls { get; } = [];

    internal FakeGitHubRest Rest { get; }

    internal FakeGitHubGraph Graph { get; }

    /// <summary>Who the token is of.</summary>
    internal string Login { get; set; } = "shop-bot[bot]";

    /// <summary>Answers instead of the fake, where it gives one.</summary>
    internal Func<FakeRequest, HttpResponseMessage?> Override { get; set; } = _ => null;

    /// <summary>What happens to a request, by its number from 0.</summary>
    internal Func<int, FakeRequest, FakeFault> Fault { get; set; } = (_, _) => FakeFault.None;

    /// <summary>Called before a request is answered, outside of the lock, so that others may do something in between.</summary>
    internal Func<FakeRequest, Task> Meanwhile { get; set; } = _ => Task.CompletedTask;

    internal IReadOnlyList<FakeRequest> Seen => [.. _seen];

    internal IReadOnlyList<string> Lines => [.. _seen.Select(s => s.Line)];

    internal void Forget() => _seen.Clear();

    /// <summary>An answer.</summary>
    internal static HttpResponseMessage Answer(int status, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body?.ToJsonString() ?? "") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    internal static HttpResponseMessage Refuse(int status, string message) => Answer(status, new JsonObject { ["message"] = message });

    internal static JsonArray List(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsByteArrayAsync(cancellationToken));
        var seen = new FakeRequest(request.Method.Method, request.RequestUri!, request.Headers.Authorization?.Parameter, body);
        FakeFault fault;
        lock (_lock)
        {
            fault = Fault(_seen.Count, seen);
            _seen.Add(seen);
        }

        await Meanwhile(seen);
        Fail(fault, FakeFault.LostBefore, FakeFault.KilledBefore);
        lock (_lock)
        {
            var response = Override(seen) ?? (seen.Address.AbsolutePath == "/graphql" ? Graph.Answer(seen.Body!) : Rest.Answer(seen));
            Fail(fault, FakeFault.LostAfter, FakeFault.KilledAfter);
            return response;
        }
    }

    private static void Fail(FakeFault fault, FakeFault lost, FakeFault killed)
    {
        if (fault == lost)
        {
            throw new HttpRequestException("the connection broke");
        }

        if (fault == killed)
        {
            throw new FakeKillException();
        }
    }
}
