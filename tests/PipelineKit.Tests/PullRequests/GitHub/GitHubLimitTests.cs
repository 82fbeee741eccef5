using System.Globalization;
using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubLimitTests
{
    private readonly GitHubBench _bench = new();

    private static string Reset(int seconds) => (FakeTimeProvider.DefaultStart.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task It_waits_as_long_as_it_is_told_and_then_goes_on()
    {
        Once(r => FakeGitHub.Answer(403, new JsonObject { ["message"] = "You have exceeded a secondary rate limit" }, ("retry-after", "33")));

        await PutAsync();

        Assert.InRange(Assert.Single(_bench.Clock.Waits).TotalSeconds, 33, 35);
    }

    [Fact]
    public async Task It_waits_until_the_hour_s_requests_are_given_anew()
    {
        Once(r => FakeGitHub.Answer(403, new JsonObject { ["message"] = "API rate limit exceeded" }, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Reset(300))));

        await PutAsync();

        Assert.Equal(302, Assert.Single(_bench.Clock.Waits).TotalSeconds);
    }

    [Fact]
    public async Task A_secondary_limit_without_a_time_is_a_minute_and_then_two()
    {
        var hits = 0;
        _bench.Hub.Override = r => r.Line == "POST git/trees" && hits++ < 2 ? FakeGitHub.Refuse(429, "secondary rate limit") : null;

        await PutAsync();

        Assert.Equal([60, 120], _bench.Clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_limit_of_the_graph_is_one_too()
    {
        Once(_ => FakeGitHubGraph.Error("API rate limit exceeded", "RATE_LIMITED"));

        await PutAsync();

        Assert.Equal(60, Assert.Single(_bench.Clock.Waits).TotalSeconds);
    }

    [Fact]
    public async Task Patience_ends_before_a_wait_that_is_too_long()
    {
        _bench.Hub.Override = _ => FakeGitHub.Answer(403, new JsonObject { ["message"] = "API rate limit exceeded" }, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", Reset(3000)));

        var failure = await _bench.RefusedAsync(FailureCodes.RemoteUnavailable);

        Assert.Contains("50 minutes", failure.What, StringComparison.Ordinal);
        Assert.Single(_bench.Hub.Seen);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task What_fails_on_their_side_is_asked_again_a_few_times(int status)
    {
        Once(_ => FakeGitHub.Refuse(status, "Server Error"));
        await PutAsync();
        _bench.OnlyOpenPull();

        _bench.Hub.Override = _ => FakeGitHub.Refuse(status, "Server Error");
        _bench.Hub.Forget();
        var failure = await _bench.RefusedAsync(FailureCodes.RemoteUnavailable);
        Assert.Contains($"answered {status}, 5 times", failure.What, StringComparison.Ordinal);
        Assert.Equal(5, _bench.Hub.Seen.Count);
    }

    [Fact]
    public async Task A_broken_connection_is_a_failure_of_the_network_in_the_end()
    {
        _bench.Hub.Fault = (_, _) => FakeFault.LostBefore;

        await _bench.RefusedAsync(FailureCodes.RemoteUnavailable);
    }

    [Fact]
    public async Task Many_writes_are_slowed_down_to_one_a_second()
    {
        await _bench.PutAsync([.. Enumerable.Range(0, 40).Select(i => GitHubBench.File($"deploy/{i}.bin", $"\0{i}"))]);

        // 40 contents, a tree, a commit, a branch and a pull request; twelve of them at once.
        Assert.InRange(_bench.Clock.Elapsed.TotalSeconds, 24, 44);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        _bench.Hub.Override = r => r.Line == "graphql Branch" ? null : new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) };

        await _bench.RefusedAsync(FailureCodes.RemoteProtocol);
    }

    private void Once(Func<FakeRequest, HttpResponseMessage> answer)
    {
        var isFirst = true;
        _bench.Hub.Override = r =>
        {
            var isTaken = isFirst;
            isFirst = false;
            return isTaken ? answer(r) : null;
        };
    }

    private Task<ProposalResult> PutAsync() => _bench.PutAsync(GitHubBench.File("deploy/app.yaml", "image: new\n"));

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
