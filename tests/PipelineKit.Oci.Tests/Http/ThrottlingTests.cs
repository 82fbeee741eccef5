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
    [InlineData(false, 1, 100, 30, 5)]
    [InlineData(true, 1, 100, 30, 5)]
    [InlineData(false, 64, 100, 30, 10)] // The eight that were under way at the first refusal weigh more in a short run.
    [InlineData(true, 64, 100, 30, 10)]
    [InlineData(false, 1, 400, 30, 20)]
    [InlineData(true, 1, 400, 30, 20)]
    [InlineData(false, 64, 400, 30, 20)]
    [InlineData(true, 64, 400, 30, 20)]
    [InlineData(false, 64, 400, 1000, 20)]
    [InlineData(true, 64, 400, 1000, 20)]
    public void Thirty_a_minute_are_kept_to_without_an_error_and_hardly_a_request_in_vain(bool isBucket, int callers, int requests, int fastest, int inVain)
    {
        var time = new FakeTimeProvider();
        using var registry = new SlowRegistry(time, fastest, new Limiter(time, isBucket).Answer);
        using var transport = new RegistryTransport(new RegistryTransportOptions { Handler = registry, Time = time });

        OneThread.Run(time, async () => await SendAllAsync(transport, requests, callers));

        Assert.InRange(registry.Asked, requests + 1, requests + inVain);
        Assert.InRange(time.Elapsed, TimeSpan.FromMinutes((requests / 30d) - 1.5), TimeSpan.FromMinutes(requests / 30d * 1.8));
    }

    [Fact]
    public void Without_refusals_many_requests_are_under_way_together()
    {
        var time = new FakeTimeProvider();
        using var registry = new SlowRegistry(time, fastest: 30, static () => ScriptedHandler.Answer(HttpStatusCode.OK));
        using var transport = new RegistryTransport(new RegistryTransportOptions { Handler = registry, Time = time });

        OneThread.Run(time, async () => await SendAllAsync(transport, 400, 200));

        Assert.Equal(64, registry.Most);
        Assert.InRange(time.Elapsed.TotalMilliseconds, 1, 650);
    }

    [Fact]
    public async Task Never_more_than_the_maximum_are_under_way()
    {
        using var handler = new CountingHandler();
        using var transport = new RegistryTransport(new RegistryTransportOptions { Handler = handler, MaximumConcurrency = 24 });

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 500),
            new ParallelOptions { MaxDegreeOfParallelism = 100 },
            async (i, cancellation) => (await transport.SendAsync(Request($"r{i}"), cancellation)).Dispose());

        Assert.Equal((500, true), (handler.Asked, handler.Most <= 24));
    }

    private static Task SendAllAsync(RegistryTransport transport, int requests, int callers)
    {
        var next = 0;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (next < requests)
            {
                using var response = await transport.SendAsync(Request($"r{next++}"), CancellationToken.None);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }));
    }

    /// <summary>Judges a request when it arrives; the answer takes up to 2.4 times as long as the fastest, so that answers overtake each other.</summary>
    private sealed class SlowRegistry(FakeTimeProvider time, int fastest, Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        private int _underWay;

        public int Asked { get; private set; }

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Most = Math.Max(Most, ++_underWay);
            var response = answer();
            // On the fake clock: how long the server takes is what the throttle measures, and no real time passes.
            await Task.Delay(TimeSpan.FromMilliseconds(fastest * (1 + (Asked++ * 17 % 41 / 30d))), time, cancellationToken);
            _underWay--;
            return response;
        }
    }

    /// <summary>Answers on whatever thread, and counts.</summary>
    private sealed class CountingHandler : HttpMessageHandler
    {
        private readonly Lock _lock = new();
        private int _underWay;

        public int Asked { get; private set; }

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count(1);
            await Task.Yield();
            Count(-1);
            return ScriptedHandler.Answer(HttpStatusCode.OK);
        }

        private void Count(int step)
        {
            lock (_lock)
            {
                _underWay += step;
                Asked += step > 0 ? 1 : 0;
                Most = Math.Max(Most, _underWay);
            }
        }
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
