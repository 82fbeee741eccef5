using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Ci;
using PipelineKit.Clusters;
using PipelineKit.Failures;
using PipelineKit.Telemetry;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

public sealed class TellingTests : IDisposable
{
    private const string Status = "PATCH https://10.0.0.1:6443/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/status";
    private const string Whole = "PATCH https://10.0.0.1:6443/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web";
    private const string Aborted = """{"kind":"Rollout","status":{"abort":true}}""";
    private static readonly RolloutTarget Rollout = new(new ClusterSettings("https://10.0.0.1:6443", "", "", "", ""), "shop", "web");
    private static readonly CiContext Run = new() { Workspace = "/w", RunUrl = "https://ci.example/runs/1", Commit = "abc", Repository = "acme/shop" };
    private readonly ScriptedHandler _http = new();
    private readonly FakeTimeProvider _time = new(CanarySample.Start) { AutoAdvance = true };

    private ServiceCaller Caller => new(_http, _time);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_rollout_is_aborted_by_a_merge_patch_of_its_status()
    {
        _http.On(Status, HttpStatusCode.OK, Aborted);

        var done = await AbortAsync();

        var request = Assert.Single(_http.Seen);
        Assert.Equal("""{"status":{"abort":true}}""", request.Body);
        Assert.Equal("application/merge-patch+json", request.Headers["Content-Type"]);
        Assert.Equal("Bearer t0ken", request.Headers["Authorization"]);
        Assert.True(done.Ok);
        Assert.Contains("Its spec still has the image that failed", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_resource_for_the_status_the_object_is_patched()
    {
        _http.On(Status, HttpStatusCode.NotFound).On(Whole, HttpStatusCode.OK, Aborted);

        Assert.True((await AbortAsync()).Ok);
    }

    [Theory]
    [InlineData(401, "", "PK0301", "does not know who asks")]
    [InlineData(403, "", "PK0301", "the verb `patch` on `rollouts/status`")]
    [InlineData(404, "", "PK0301", "has no Rollout `shop/web`")]
    [InlineData(302, "", "PK0301", "refused to abort")]
    [InlineData(503, "", "PK0302", "answered 503, 3 times")]
    [InlineData(200, """{"kind":"Rollout","status":{"phase":"Progressing"}}""", "PK0304", "is not aborted")]
    [InlineData(200, "<html>sign in</html>", "PK0304", "is not aborted")]
    [InlineData(200, """{"status":{"abort":true},"status":{}}""", "PK0304", "is not aborted")]
    public async Task An_abort_that_did_not_happen_is_never_told_as_one(int status, string body, string code, string why)
    {
        _http.Always(Status, (HttpStatusCode)status, body).Always(Whole, (HttpStatusCode)status, body);

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(AbortAsync)).Failures);

        Assert.Equal(code, failure.Code.Id);
        Assert.Contains(why, failure.What + failure.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_gets_the_verdict_signed()
    {
        _http.On("POST https://hooks.example/T0/secret", HttpStatusCode.BadGateway).On("POST https://hooks.example/T0/secret", HttpStatusCode.NoContent);
        var message = VerdictMessage.Write(CanarySample.Outcome(CanaryVerdict.Fail), TimeSpan.FromSeconds(151), [new FollowUp("rollback", Ok: true, "back")], Run);

        var done = await WebhookCall.RunAsync(new WebhookTarget(new Uri("https://hooks.example/T0/secret"), "k3y"), message, Caller, CancellationToken.None);

        Assert.DoesNotContain("T0", done.Text, StringComparison.Ordinal);
        var (first, second) = (_http.Seen[0], _http.Seen[1]);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("k3y"u8, Encoding.UTF8.GetBytes(second.Body))), second.Headers["X-PipelineKit-Signature-256"]);
        Assert.Equal(first.Headers["X-PipelineKit-Delivery"], second.Headers["X-PipelineKit-Delivery"]);
        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(_time.Waits));
        using var json = JsonDocument.Parse(second.Body);
        var root = json.RootElement;
        Assert.Equal(("fail", "worse", "production", 151), (root.GetProperty("verdict").GetString(), root.GetProperty("reason").GetString(), root.GetProperty("environment").GetString(), root.GetProperty("detectSeconds").GetInt32()));
        Assert.Equal(CanarySample.Canary.Text, root.GetProperty("canary").GetString());
        Assert.Equal("2026-11-21T08:05:01Z", root.GetProperty("decidedAt").GetString());
        Assert.False(root.GetProperty("metrics")[0].TryGetProperty("ratio", out _), "infinity is no JSON number");
        Assert.Equal("rollback", root.GetProperty("followUps")[0].GetProperty("name").GetString());
        Assert.Equal("https://ci.example/runs/1", root.GetProperty("run").GetProperty("url").GetString());
    }

    // RFC 4231, test case 2.
    [Fact]
    public void The_signature_is_the_one_of_the_standard() =>
        Assert.Equal("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", WebhookCall.Signature("Jefe", "what do ya want for nothing?"u8));

    [Fact]
    public async Task A_webhook_that_redirects_is_not_followed()
    {
        _http.On("POST https://hooks.example/", HttpStatusCode.Found, "", ("Location", "http://169.254.169.254/"));

        var failure = (await Assert.ThrowsAsync<FailureException>(() => WebhookCall.RunAsync(new WebhookTarget(new Uri("https://hooks.example/"), ""), "{}"u8.ToArray(), Caller, CancellationToken.None))).Failures[0];

        Assert.Contains("Redirects are not followed", failure.RemedyText, StringComparison.Ordinal);
        Assert.DoesNotContain("X-PipelineKit-Signature-256", _http.Seen[0].Headers.Keys);
    }

    [Fact]
    public async Task An_annotation_reaches_from_the_start_of_the_window_to_the_verdict()
    {
        _http.On("POST https://grafana.example/base/api/annotations", HttpStatusCode.OK, """{"message":"Annotation added","id":1}""");

        var done = await GrafanaAnnotation.RunAsync(
            new GrafanaTarget(new Uri("https://grafana.example/base/"), "glsa_1", "d1", 4), CanarySample.Outcome(CanaryVerdict.Fail), [new FollowUp("rollback", Ok: true, "production is back.")], Caller, CancellationToken.None);

        Assert.True(done.Ok);
        Assert.Equal("Bearer glsa_1", _http.Seen[0].Headers["Authorization"]);
        using var json = JsonDocument.Parse(_http.Seen[0].Body);
        var root = json.RootElement;
        Assert.Equal((1795248000000, 1795248301000), (root.GetProperty("time").GetInt64(), root.GetProperty("timeEnd").GetInt64()));
        Assert.Equal(["pipelinekit", "canary", "verdict:fail", "shop", "production"], root.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(("d1", 4), (root.GetProperty("dashboardUID").GetString(), root.GetProperty("panelId").GetInt32()));
        Assert.Equal(
            "Canary sha256:cccccccccccc against sha256:bbbbbbbbbbbb: fail. http-errors: &lt;b&gt;5 %&lt;/b&gt; against 1 %. production is back.", root.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(403, "annotations:create")]
    [InlineData(404, "grafana-dashboard")]
    public async Task An_annotation_that_is_refused_says_what_is_missing(int status, string remedy)
    {
        _http.On("POST https://grafana.example/api/annotations", (HttpStatusCode)status);

        var failure = (await Assert.ThrowsAsync<FailureException>(() => GrafanaAnnotation.RunAsync(
            new GrafanaTarget(new Uri("https://grafana.example"), "", "", null), CanarySample.Outcome(CanaryVerdict.Pass), [], Caller, CancellationToken.None))).Failures[0];

        Assert.Contains(remedy, failure.RemedyText, StringComparison.Ordinal);
        Assert.False(_http.Seen[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_collector_gets_verdict_and_times()
    {
        _http.On("POST http://127.0.0.1:4318/v1/metrics", HttpStatusCode.OK, "{}");
        var context = Context();

        await CanaryTelemetry.RunAsync(
            new TelemetryTarget(new Uri("http://127.0.0.1:4318"), [new("api-key", "k")]), CanarySample.Outcome(CanaryVerdict.Fail), TimeSpan.FromSeconds(151),
            [new FollowUp("rollback", Ok: true, "") { Took = TimeSpan.FromSeconds(3) }, new FollowUp("rollback-check", Ok: true, "") { Took = TimeSpan.FromSeconds(60) }], context, Caller, CancellationToken.None);

        Assert.Equal("k", _http.Seen[0].Headers["api-key"]);
        Assert.Equal("application/json", _http.Seen[0].Headers["Content-Type"]);
        using var json = JsonDocument.Parse(_http.Seen[0].Body);
        var sent = json.RootElement.GetProperty("resourceMetrics")[0];
        Assert.Equal(
            [
                "service.name=shop", "deployment.environment.name=production", $"oci.manifest.digest={CanarySample.Canary}", "vcs.ref.head.revision=abc", "cicd.pipeline.run.url.full=https://ci.example/runs/1",
            ],
            sent.GetProperty("resource").GetProperty("attributes").EnumerateArray().Select(a => $"{a.GetProperty("key")}={a.GetProperty("value").GetProperty("stringValue")}"));
        Assert.Equal(
            ["pipelinekit.canary.verdict 1", "pipelinekit.canary.time_to_detect 151", "pipelinekit.canary.time_to_rollback 63"],
            sent.GetProperty("scopeMetrics")[0].GetProperty("metrics").EnumerateArray().Select(m => $"{m.GetProperty("name")} {m.GetProperty("gauge").GetProperty("dataPoints")[0].GetProperty("asDouble")}"));
    }

    private CommandContext Context() => new()
    {
        Inputs = new PipelineKit.Actions.InputReader([], _ => { }),
        Ci = Run,
        Environment = new HostEnvironment(),
        WorkingDirectory = "/w",
        Time = _time,
        Progress = SilentProgress.Instance,
        Mask = _ => { },
    };

    private Task<FollowUp> AbortAsync() => ArgoAbort.RunAsync(Rollout, new ClusterAccess("https://10.0.0.1:6443", "t0ken", "", "", ""), Caller, CancellationToken.None);
}
