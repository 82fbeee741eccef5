using System.Diagnostics;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.Git;

public sealed class HostileGitServerTests
{
    private const string AnswerType = "Content-Type: application/x-git-upload-pack-result\r\n";
    private const string AdvertisementType = "Content-Type: application/x-git-upload-pack-advertisement\r\n";
    private static readonly string Oid = new('a', 40);

    private static string Pkt(string text) => (text.Length + 4).ToString("x4") + text;

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static async Task<GitRefAnswer> AskAsync(LoopbackHttp server, Action<int>? waits = null)
    {
        using var handler = GitRefLister.CreateHandler();
        var options = new GitRefListerOptions { Server = GitRefListerTests.AddressOf(server.Address), Attempts = 3, RequestTimeout = TimeSpan.FromMinutes(5) };
        using var lister = new GitRefLister(options, handler, new ImpatientTime(waits));
        return (await lister.ListAllAsync(["a/b"], CancellationToken.None))["a/b"];
    }

    private static LoopbackHttp Answering(string body, string headers = AnswerType, int status = 200) =>
        new((_, stream, cancellation) => LoopbackHttp.AnswerAsync(stream, status, headers, Bytes(body), cancellation));

    [Theory]
    [InlineData("not pkt-lines at all", "not in the format")]
    [InlineData("00zz", "not in the format")]
    [InlineData("+010", "not in the format")]
    [InlineData("0003", "impossible length 3")]
    [InlineData("ffffx", "longer than 65520")]
    [InlineData("00", "in the middle of a length")]
    [InlineData("0040abc", "in the middle of a line")]
    [InlineData("0001", "does not end as it should")]
    public async Task A_broken_answer_is_out_of_protocol(string body, string what)
    {
        await using var server = Answering(body);

        var problem = (await AskAsync(server)).Problem!;

        Assert.Equal(FailureCodes.RemoteProtocol, problem.Code);
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("refs/tags/v1", "is not a ref")]
    [InlineData("zzzz refs/tags/v1", "is not a ref")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA refs/tags/v1", "is not a ref")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa refs/tags/v1 peeled:zz", "is not a ref")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa refs/tags/v\01", "zero byte")]
    public async Task A_line_that_is_no_ref_is_out_of_protocol(string line, string what)
    {
        await using var server = Answering(Pkt(line + "\n") + "0000");

        var problem = (await AskAsync(server)).Problem!;

        Assert.Equal(FailureCodes.RemoteProtocol, problem.Code);
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refs/tags/a..b")]
    [InlineData("refs/tags/a\u0007b")]
    [InlineData("refs/tags/\xFF")]
    [InlineData("refs/pull/1/head")]
    [InlineData("HEAD")]
    public async Task Refs_that_nothing_can_name_are_passed_over(string name)
    {
        await using var server = Answering(Pkt($"{Oid} {name}\n") + Pkt($"{Oid} refs/tags/v1") + "0000");

        Assert.Equal("refs/tags/v1", Assert.Single((await AskAsync(server)).Refs!.Refs).Name);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        var junk = Bytes(string.Concat(Enumerable.Repeat(Pkt($"{Oid} refs/pull/{new string('x', 60_000)}"), 4)));
        await using var server = new LoopbackHttp(async (_, stream, cancellation) =>
        {
            await LoopbackHttp.HeadAsync(stream, 200, AnswerType, cancellation);
            while (true)
            {
                await stream.WriteAsync(junk, cancellation);
            }
        });

        var problem = (await AskAsync(server)).Problem!;

        Assert.Equal(FailureCodes.RemoteProtocol, problem.Code);
        Assert.Contains("longer than 33554432 bytes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_refs_are_cut_off()
    {
        var line = Bytes(string.Concat(Enumerable.Repeat(Pkt($"{Oid} refs/tags/v1\n"), 200_001)) + "0000");
        await using var server = new LoopbackHttp((_, stream, cancellation) => LoopbackHttp.AnswerAsync(stream, 200, AnswerType, line, cancellation));

        Assert.Contains("more than 200000 refs", (await AskAsync(server)).Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "Content-Type: text/html\r\n", "<html>log in</html>")]
    [InlineData(200, "", "")]
    [InlineData(400, AnswerType, "")]
    [InlineData(200, AdvertisementType, "")]
    [InlineData(200, AdvertisementType, "001f# service=git-receive-pack\n0000")]
    [InlineData(200, AdvertisementType, "001e# service=git-upload-pack\n0000000eversion 2\n0000")]
    [InlineData(200, AdvertisementType, "001e# service=git-upload-pack\n0000")]
    [InlineData(200, AdvertisementType, "001e# service=git-upload-pack\n0000000dnonsense\n0000")]
    public async Task A_server_that_is_not_gits_is_said_to_be_none(int status, string headers, string body)
    {
        await using var server = Answering(body, headers, status);

        Assert.Equal(FailureCodes.RemoteProtocol, (await AskAsync(server)).Problem!.Code);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("https://evil.example.com/a/b.git/git-upload-pack", "evil.example.com")]
    [InlineData("http://localhost:1/x", "localhost:1")]
    [InlineData("//evil.example.com/x", "evil.example.com")]
    [InlineData("https://127.0.0.1/x", "127.0.0.1")]
    public async Task A_redirect_to_another_server_is_not_followed(string location, string host)
    {
        await using var server = Answering("", $"Location: {location}\r\n", 302);

        var problem = (await AskAsync(server)).Problem!;

        Assert.Equal(FailureCodes.RemoteProtocol, problem.Code);
        Assert.Contains($"redirects to another server, {host}", problem.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_renamed_repository_is_found_where_it_is_now()
    {
        await using var server = new LoopbackHttp((request, stream, cancellation) => request.Path.StartsWith("/a/", StringComparison.Ordinal)
            ? LoopbackHttp.AnswerAsync(stream, 301, "Location: /new/name.git/git-upload-pack\r\n", [], cancellation)
            : LoopbackHttp.AnswerAsync(stream, 200, AnswerType, Bytes(Pkt($"{Oid} refs/tags/v1") + "0000"), cancellation));

        Assert.Single((await AskAsync(server)).Refs!.Refs);
        Assert.Equal(("POST", "version=2"), (server.Requests[1].Method, server.Requests[1].Header("Git-Protocol")));
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using var server = Answering("", "Location: /a/b.git/git-upload-pack\r\n", 307);

        Assert.Contains("redirects without end", (await AskAsync(server)).Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("3", 3_000)]
    [InlineData("0", 0)]
    [InlineData("1000000000", 60_000)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [InlineData("205.606µs", 500)]
    [InlineData(null, 500)]
    public async Task Throttling_is_waited_out_as_the_server_asks(string? retryAfter, int milliseconds)
    {
        var count = 0;
        var waits = new List<int>();
        await using var server = new LoopbackHttp((_, stream, cancellation) => Interlocked.Increment(ref count) == 1
            ? LoopbackHttp.AnswerAsync(stream, 429, retryAfter is null ? "" : $"Retry-After: {retryAfter}\r\n", [], cancellation)
            : LoopbackHttp.AnswerAsync(stream, 200, AnswerType, Bytes("0000"), cancellation));

        Assert.NotNull((await AskAsync(server, waits.Add)).Refs);
        Assert.Equal(milliseconds, waits.Sum());
    }

    [Theory]
    [InlineData(429, 3)]
    [InlineData(502, 3)]
    [InlineData(503, 3)]
    [InlineData(504, 3)]
    [InlineData(500, 4)] // once in the newer protocol, then as often as allowed in the older
    public async Task A_server_that_keeps_failing_is_unavailable(int status, int requests)
    {
        await using var server = Answering("", "", status);

        var problem = (await AskAsync(server)).Problem!;

        Assert.Equal(FailureCodes.RemoteUnavailable, problem.Code);
        Assert.Contains($"answered {status}, 3 times", problem.Message, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_refusal_is_final(int status)
    {
        await using var server = Answering("", "", status);

        var problem = (await AskAsync(server)).Problem!;

        Assert.Equal(FailureCodes.RemoteRefused, problem.Code);
        Assert.Contains($"({status}): it is private or missing", problem.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again()
    {
        var count = 0;
        await using var server = new LoopbackHttp(async (_, stream, cancellation) =>
        {
            var isFirst = Interlocked.Increment(ref count) == 1;
            await LoopbackHttp.HeadAsync(stream, 200, AnswerType + "Content-Length: 4\r\n", cancellation);
            await stream.WriteAsync(Bytes(isFirst ? "00" : "0000"), cancellation);
        });

        Assert.NotNull((await AskAsync(server)).Refs);
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task A_server_that_says_nothing_runs_into_the_time_limit()
    {
        // A server that accepts and never answers; it ends with the test.
        await using var server = new LoopbackHttp((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var handler = GitRefLister.CreateHandler();
        var options = new GitRefListerOptions { Server = GitRefListerTests.AddressOf(server.Address), Attempts = 2, RequestTimeout = TimeSpan.FromMilliseconds(200), MaximumWait = TimeSpan.Zero };
        using var lister = new GitRefLister(options, handler, TimeProvider.System);

        var problem = await Assert.ThrowsAsync<GitServerException>(() => lister.ListAsync("a/b", CancellationToken.None));

        Assert.Equal(FailureCodes.RemoteUnavailable, problem.Code);
        Assert.Contains("did not answer within", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_at_once()
    {
        // A server that accepts and never answers; it ends with the test.
        await using var server = new LoopbackHttp((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var handler = GitRefLister.CreateHandler();
        using var lister = new GitRefLister(new GitRefListerOptions { Server = GitRefListerTests.AddressOf(server.Address) }, handler, TimeProvider.System);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lister.ListAllAsync(["a/b", "a/c"], cancel.Token));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/b?x=y")]
    [InlineData("a/b/c")]
    [InlineData("a/b#")]
    public async Task What_is_no_repository_name_is_never_asked_for(string name)
    {
        await using var server = Answering("0000");
        using var handler = GitRefLister.CreateHandler();
        using var lister = new GitRefLister(new GitRefListerOptions { Server = GitRefListerTests.AddressOf(server.Address) }, handler, TimeProvider.System);

        await Assert.ThrowsAsync<GitServerException>(() => lister.ListAsync(name, CancellationToken.None));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_token_does_not_show_in_text() =>
        Assert.DoesNotContain("s3cret", new GitToken(GitRefListerTests.AddressOf(new Uri("https://github.com")), "s3cret").ToString(), StringComparison.Ordinal);
}
