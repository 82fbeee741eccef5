using System.Text.Json.Nodes;
using PipelineKit.Clusters;
using PipelineKit.Drift;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>An API server on loopback.</summary>
public sealed class ClusterApiTests
{
    [Fact]
    public async Task Every_page_of_every_kind_is_read_with_the_token_and_nothing_is_written()
    {
        var asked = new List<string>();
        using var server = new LoopbackHttpServer((request, _) =>
        {
            asked.Add($"{request.Method} {request.Path} {request.Query("continue").SingleOrDefault()}".Trim());
            Assert.Equal("Bearer t0ken", request.Header("Authorization"));
            return Task.FromResult(Page(request, pods: request.Query("continue").Count == 0 ? ("a", "next/page") : ("b", "")));
        });

        var images = await ListAsync(server, "shop");

        Assert.Equal(["a", "b"], images.Where(i => i.Kind == "Pod").Select(i => i.Name));
        Assert.Equal(
            [
                "GET /api/v1/namespaces/shop/pods", "GET /api/v1/namespaces/shop/pods next/page", "GET /apis/apps/v1/namespaces/shop/deployments", "GET /apis/apps/v1/namespaces/shop/statefulsets",
                "GET /apis/apps/v1/namespaces/shop/daemonsets", "GET /apis/batch/v1/namespaces/shop/cronjobs", "GET /apis/batch/v1/namespaces/shop/jobs",
            ],
            asked);
        Assert.Empty(server.Failures);
    }

    [Theory]
    [InlineData(401, "PK0301", "does not know who asks")]
    [InlineData(403, "PK0301", "the verb `list` on pods")]
    [InlineData(404, "PK0301", "refused to list")]
    [InlineData(410, "PK0302", "faster than its pages could be read")]
    [InlineData(302, "PK0301", "refused to list")]
    public async Task A_refusal_says_what_is_missing(int status, string code, string why)
    {
        using var server = new LoopbackHttpServer((_, _) => Task.FromResult(LoopbackResponse.Of(status, "application/json", "{}").With("Location", "http://127.0.0.1:1/")));

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => ListAsync(server, "shop"))).Failures);

        Assert.Equal(code, failure.Code.Id);
        Assert.Contains(why, failure.What + failure.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_for_a_moment_is_asked_again_and_what_keeps_failing_is_unavailable()
    {
        var fails = 2;
        using var server = new LoopbackHttpServer((request, _) => Task.FromResult(fails-- > 0 ? LoopbackResponse.Of(503, "text/plain", "") : Page(request, ("a", ""))));

        Assert.Single(await ListAsync(server), i => i.Kind == "Pod");

        fails = int.MaxValue;
        Assert.Equal(FailureCodes.RemoteUnavailable, (await Assert.ThrowsAsync<FailureException>(() => ListAsync(server))).Failures[0].Code);
    }

    [Theory]
    [InlineData("<html>sign in</html>")]
    [InlineData("""{"kind":"PodList","items":[{"metadata":{}}]}""")]
    [InlineData("""{"kind":"PodList","metadata":{"continue":7},"items":[]}""")]
    public async Task An_answer_that_is_none_is_never_an_empty_cluster(string body)
    {
        using var server = new LoopbackHttpServer((_, _) => Task.FromResult(LoopbackResponse.Of(200, "application/json", body)));

        Assert.Equal(FailureCodes.RemoteProtocol, (await Assert.ThrowsAsync<FailureException>(() => ListAsync(server))).Failures[0].Code);
    }

    [Fact]
    public async Task Drift_asks_the_server_of_a_kubeconfig()
    {
        using var setup = new DriftSetup();
        using var server = new LoopbackHttpServer((request, _) => Task.FromResult(
            request.Path.EndsWith("/pods", StringComparison.Ordinal)
                ? LoopbackResponse.Of(200, "application/json", new JsonObject { ["kind"] = "PodList", ["items"] = new JsonArray(WithoutKind(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", $"{setup.Image}@{setup.Before}"))) }.ToJsonString())
                : Empty(request)));
        setup.Folder.Write("kube/config", $$"""
            current-context: other
            contexts:
            - { name: prod, context: { cluster: c, user: u } }
            clusters:
            - { name: c, cluster: { server: "http://{{server.Endpoint}}" } }
            users:
            - { name: u, user: { tokenFile: token } }
            """);
        setup.Folder.Write("kube/token", "from-a-file\n");

        Assert.True(await setup.RunAsync("--cluster", "kubeconfig", "--kubeconfig", "kube/config", "--kube-context", "prod", "--namespaces", "shop") == ExitCode.GateSaidNo, setup.Program.All);

        Assert.Equal(setup.Before.Text, setup.Finding("running-differs").GetProperty("actual").GetString());
        Assert.Empty(server.Failures);
    }

    private static async Task<IReadOnlyList<ClusterImage>> ListAsync(LoopbackHttpServer server, params string[] namespaces)
    {
        using var handler = GitRefLister.CreateHandler();
        return await new ClusterApi(new ClusterAccess($"http://{server.Endpoint}", "t0ken", "", "", ""), handler, new FakeTimeProvider { AutoAdvance = true }).ListAsync(namespaces, CancellationToken.None);
    }

    private static LoopbackResponse Page(LoopbackRequest request, (string Name, string Next) pods) =>
        request.Path.EndsWith("/pods", StringComparison.Ordinal)
            ? LoopbackResponse.Of(200, "application/json", new JsonObject
            {
                ["kind"] = "PodList",
                ["apiVersion"] = "v1",
                ["metadata"] = new JsonObject { ["continue"] = pods.Next },
                ["items"] = new JsonArray(WithoutKind(Pods.Pod(pods.Name, "shop", "shop"))),
            }.ToJsonString())
            : Empty(request);

    private static LoopbackResponse Empty(LoopbackRequest request) => LoopbackResponse.Of(200, "application/json", $$"""{"kind":"{{request.Path.Split('/')[^1]}}List","metadata":{},"items":[]}""");

    // Items of a list of the API do not say what they are.
    private static JsonObject WithoutKind(JsonObject item)
    {
        item.Remove("kind");
        item.Remove("apiVersion");
        return item;
    }
}
