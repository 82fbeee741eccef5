using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

/// <summary>The client, its transport and the in-memory registry together: what a run costs, and what it survives.</summary>
public sealed class GuardedRegistryTests : IDisposable
{
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;

    public GuardedRegistryTests() => _test = new RegistryTest(_registry.Endpoint, new RegistryCredential("reader", "s3cret"));

    public void Dispose()
    {
        Assert.Empty(_registry.Unexpected);
        _test.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task Behind_a_token_service_an_image_costs_two_requests_once_the_challenge_is_known()
    {
        _registry.Access.Mode = RegistryAccessMode.Token;
        foreach (var i in Enumerable.Range(0, 10))
        {
            _registry.AddImage($"image-{i}", "1");
            await _test.ResolveAsync($"image-{i}:1");
        }

        Assert.InRange(_registry.Log.Requests.Count, 20, 21);
        Assert.Equal(0, _registry.Log.ManifestGets);
    }

    [Fact]
    public async Task A_token_that_was_withdrawn_is_fetched_again()
    {
        _registry.Access.Mode = RegistryAccessMode.Token;
        _registry.Access.Account = ("reader", "s3cret");
        var digest = _registry.AddImage("a", "1");
        var time = new FakeTimeProvider();
        using var test = new RegistryTest(_registry.Endpoint, new RegistryCredential("reader", "s3cret"), time);
        await test.ResolveAsync("a:1");
        _registry.Access.ExpireTokens();
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(digest, (await test.ResolveAsync("a:1")).Digest);
        Assert.Equal(2, _registry.Log.Tokens);
    }

    [Fact]
    public async Task Who_is_not_known_is_unauthorized()
    {
        _registry.Access.Mode = RegistryAccessMode.Basic;
        _registry.Access.Account = ("someone", "else");
        _registry.AddImage("a", "1");

        Assert.Equal(RegistryProblem.Unauthorized, (await Assert.ThrowsAsync<RegistryException>(() => _test.ResolveAsync("a:1"))).Problem);
    }

    [Fact]
    public async Task A_password_opens_a_registry_of_passwords()
    {
        _registry.Access.Mode = RegistryAccessMode.Basic;
        _registry.Access.Account = ("reader", "s3cret");
        var digest = _registry.AddImage("a", "1");

        Assert.Equal(digest, (await _test.ResolveAsync("a:1")).Digest);
    }

    [Fact]
    public async Task A_registry_that_asks_to_come_back_at_once_is_asked_again()
    {
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.Status(429, retryAfter: "0") with { Times = 1 });

        Assert.Equal(digest, (await _test.ResolveAsync("a:1")).Digest);
    }

    [Fact]
    public async Task A_body_that_never_comes_is_given_up()
    {
        using var transport = new RegistryTransport(new RegistryTransportOptions { BodyDeadline = TimeSpan.FromMilliseconds(100) });
        var digest = _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.HangsAfterHeaders());

        var error = await Assert.ThrowsAsync<RegistryException>(() => new RegistryClient(transport).GetManifestAsync(_test.Reference("a"), digest, CancellationToken.None));

        Assert.Equal(RegistryProblem.Unavailable, error.Problem);
    }

    [Fact]
    public async Task What_the_registry_of_the_tests_was_not_told_fails_the_test()
    {
        using var registry = new InMemoryRegistry();
        using var client = new HttpClient(new SocketsHttpHandler());

        using var response = await client.GetAsync(new Uri($"http://{registry.Endpoint}/v1/search?q=x"));

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains("was not told", Assert.Single(registry.Unexpected).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        _registry.AddImage("a", "1");
        _registry.Break(RegistryFault.Slow(TimeSpan.FromMinutes(1)));
        var resolving = _test.Client.ResolveAsync(_test.Reference("a:1"), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);
    }
}
