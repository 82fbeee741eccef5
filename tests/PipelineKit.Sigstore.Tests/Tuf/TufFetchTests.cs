using System.Net;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TufFetchTests : TufScenario
{
    [Fact]
    public async Task No_credentials_and_no_cookies_are_sent()
    {
        await AssertGivesAsync("{}");
        Assert.All(Repository.Messages, m =>
        {
            Assert.Equal(HttpMethod.Get, m.Method);
            Assert.Empty(m.Headers);
        });
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task A_server_that_fails_for_a_moment_is_asked_again(HttpStatusCode status)
    {
        var failures = 2;
        Repository.Answers["timestamp.json"] = () => failures-- > 0
            ? new HttpResponseMessage(status)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Repository.Files["timestamp.json"]) };
        await AssertGivesAsync("{}");
        Assert.Equal(2, Repository.Time.Waits.Count);
    }

    [Fact]
    public async Task A_server_that_says_when_to_come_back_is_believed_within_reason()
    {
        Repository.Answers["timestamp.json"] = () =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            answer.Headers.TryAddWithoutValidation("Retry-After", Repository.Time.Waits.Count == 0 ? "20" : "3600");
            return answer;
        };
        await AssertRefusedAsync(TufProblem.Unavailable, "answered 429 (3 tries)");
        Assert.InRange(Repository.Time.Waits[0].TotalSeconds, 20, 22);
        Assert.InRange(Repository.Time.Waits[1].TotalSeconds, 2, 3);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_three_times()
    {
        Repository.Answers["timestamp.json"] = () => throw new HttpRequestException("connection refused");
        await AssertRefusedAsync(TufProblem.Unavailable, "could not be read: connection refused (3 tries)");
        Assert.Equal(3, Repository.Requests.Count(r => r == "timestamp.json"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_unavailable()
    {
        Repository.Answers["timestamp.json"] = () => throw new TaskCanceledException("time is up");
        await AssertRefusedAsync(TufProblem.Unavailable, "did not answer within 30 s (3 tries)");
    }

    [Theory]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Any_other_answer_is_none(HttpStatusCode status)
    {
        Repository.Answers["2.root.json"] = () => new HttpResponseMessage(status);
        await AssertRefusedAsync(TufProblem.Unavailable, $"answered {(int)status}");
    }

    [Fact]
    public async Task Being_stopped_is_not_a_fault_of_the_repository()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var client = new TufClient(new Uri("https://tuf.example/repo"), Repository.Anchor, Folder.Path, new HttpMessageInvoker(Repository, disposeHandler: false), Repository.Time);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetTargetAsync("trusted_root.json", source.Token));
    }
}
