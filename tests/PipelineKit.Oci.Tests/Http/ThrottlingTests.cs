using System.Globalization;
using System.Net;
using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Oci.Tests.Http.TransportFixture;

namespace PipelineKit.Oci.Tests.Http;

public sealed class ThrottlingTests
{
    [Fact]
    public async Task A_429_waits_as_long_as_it_is_told()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, HttpStatusCode.TooManyRequests, "", ("Retry-After", "20")).On(Manifest, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.InRange(fixture.Time.Elapsed.TotalSeconds, 20, 21.1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1000000000")]
    [InlineData("205.606µs")]
    [InlineData("Tue, 01 Jan 2030 00:00:00 GMT")]
    public async Task A_429_with_a_useless_retry_after_waits_by_our_own_schedule(string retryAfter)
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, HttpStatusCode.TooManyRequests, "", ("Retry-After", retryAfter)).On(Manifest, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.InRange(fixture.Time.Elapsed.TotalSeconds, 1, 1.5);
    }

    [Fact]
    public async Task More_than_our_patience_is_throttled_at_once_for_everybody()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, HttpStatusCode.TooManyRequests, "", ("Retry-After", "7200"));

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());
        var next = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Equal((RegistryProblem.Throttled, RegistryProblem.Throttled), (thrown.Problem, next.Problem));
        Assert.Single(fixture.Script.Seen);
        Assert.Equal(TimeSpan.Zero, fixture.Time.Elapsed);
    }

    [Fact]
    public async Task A_registry_that_only_ever_answers_429_ends_as_throttled()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, HttpStatusCode.TooManyRequests);

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Equal(RegistryProblem.Throttled, thrown.Problem);
        Assert.InRange(fixture.Time.Elapsed, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(false, 1, 100, 5)]
    [InlineData(true, 1, 100, 5)]
    [InlineData(false, 64, 100, 10)] // The eight that were under way at the first refusal weigh more in a short run.
    [InlineData(true, 64, 100, 10)]
    [InlineData(false, 1, 400, 20)]
    [InlineData(true, 1, 400, 20)]
    [InlineData(false, 64, 400, 20)]
    [InlineData(true, 64, 400, 20)]
    public async Task Thirty_a_minute_are_kept_to_without_an_error_and_hardly_a_request_in_vain(bool isBucket, int callers, int requests, int inVain)
    {
        using var fixture = new TransportFixture();
        var limiter = new Limiter(fixture.Time, isBucket);
        for (var i = 0; i < requests; i++)
        {
            fixture.Script.Always($"HEAD https://reg.example/v2/r{i}/manifests/1", _ => limiter.Answer());
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = callers },
            async (i, _) => Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync(Request($"r{i}"))));

        Assert.InRange(fixture.Script.Seen.Count, requests + 1, requests + inVain);
        Assert.InRange(fixture.Time.Elapsed, TimeSpan.FromMinutes((requests / 30d) - 1.5), TimeSpan.FromMinutes(requests / 30d * 1.8));
    }

    [Fact]
    public async Task Without_refusals_many_requests_are_under_way_together()
    {
        using var fixture = new TransportFixture();
        var most = 0;
        var now = 0;
        using var handler = new DelegateHandler(async () =>
        {
            var count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            Interlocked.Decrement(ref now);
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        using var transport = new RegistryTransport(new RegistryTransportOptions { Handler = handler, MaximumConcurrency = 24 });

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async i => (await transport.SendAsync(Request($"r{i}"), CancellationToken.None)).Dispose()));

        Assert.InRange(most, 12, 24);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen;)
        {
            var found = Interlocked.CompareExchange(ref target, value, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    private sealed class DelegateHandler(Func<Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer();
    }

    /// <summary>Thirty requests a minute: in fixed windows, or from a bucket that fills by one every two seconds.</summary>
    private sealed class Limiter(FakeTimeProvider time, bool isBucket)
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _since = time.GetUtcNow();
        private double _left = 30;

        public HttpResponseMessage Answer()
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                if (isBucket)
                {
                    _left = Math.Min(30, _left + ((now - _since).TotalSeconds / 2));
                    _since = now;
                }
                else if (now - _since >= TimeSpan.FromMinutes(1))
                {
                    (_since, _left) = (now, 30);
                }

                if (_left >= 1)
                {
                    _left--;
                    return ScriptedHandler.Answer(HttpStatusCode.OK);
                }

                var wait = isBucket ? (1 - _left) * 2 : 60 - (now - _since).TotalSeconds;
                return ScriptedHandler.Answer(
                    HttpStatusCode.TooManyRequests, "", ("Retry-After", Math.Ceiling(wait).ToString(CultureInfo.InvariantCulture)));
            }
        }
    }
}
