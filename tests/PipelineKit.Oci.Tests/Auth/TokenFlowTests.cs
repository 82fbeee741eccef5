using System.Net;
using PipelineKit.Oci.Tests.Http;
using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Oci.Tests.Http.TransportFixture;

namespace PipelineKit.Oci.Tests.Auth;

public sealed class TokenFlowTests
{
    [Fact]
    public async Task The_first_answer_says_where_the_token_is_and_the_second_request_has_it()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1")).On(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""");

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.Equal($"{Manifest}\n{TokenUrl()}\n{Manifest}", fixture.Lines);
        Assert.All(fixture.Script.Seen.Take(2), s => Assert.Null(s.Authorization));
    }

    [Fact]
    public async Task A_hundred_repositories_at_once_cost_two_requests_each_and_one_more()
    {
        using var fixture = new TransportFixture();
        for (var i = 0; i < 100; i++)
        {
            fixture.Script.Always($"HEAD https://reg.example/v2/r{i}/manifests/1", NeedsToken($"t{i}"))
                .On(TokenUrl($"r{i}"), HttpStatusCode.OK, $$"""{"access_token":"t{{i}}","expires_in":300}""");
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync(Request($"r{i}")))));

        Assert.Equal(201, fixture.Script.Seen.Count);
    }

    [Fact]
    public async Task Requests_for_one_repository_share_one_token()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1")).On(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync())));

        Assert.Equal(52, fixture.Script.Seen.Count);
    }

    [Theory]
    [InlineData("""{"token":"t1"}""", 50, 60)]
    [InlineData("""{"token":"t1","expires_in":0}""", 50, 60)]
    [InlineData("""{"token":"t1","expires_in":-7}""", 50, 60)]
    [InlineData("""{"token":"t1","expires_in":"300"}""", 250, 300)]
    [InlineData("""{"token":"t1","expires_in":300}""", 250, 300)]
    [InlineData("""{"token":"","access_token":"t1","expires_in":1e300}""", 38000, 43200)]
    public async Task A_token_is_kept_until_shortly_before_it_expires(string answer, int stillGood, int gone)
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1")).Always(TokenUrl(), HttpStatusCode.OK, answer);
        await fixture.StatusAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(stillGood));
        await fixture.StatusAsync();
        Assert.Equal(1, fixture.Script.Seen.Count(s => s.Line == TokenUrl()));

        fixture.Time.Advance(TimeSpan.FromSeconds(gone - stillGood));
        await fixture.StatusAsync();
        Assert.Equal(2, fixture.Script.Seen.Count(s => s.Line == TokenUrl()));
    }

    [Fact]
    public async Task A_token_refused_later_is_fetched_again_once()
    {
        using var fixture = new TransportFixture();
        fixture.Script.On(Manifest, NeedsToken("t1")).On(Manifest, NeedsToken("t1")).Always(Manifest, NeedsToken("t2"))
            .On(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""").On(TokenUrl(), HttpStatusCode.OK, """{"token":"t2"}""");
        await fixture.StatusAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
    }

    [Fact]
    public async Task A_registry_that_refuses_every_token_does_not_have_us_in_a_loop()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("another")).Always(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, await fixture.StatusAsync());
        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await fixture.StatusAsync());

        Assert.Equal($"{Manifest}\n{TokenUrl()}\n{Manifest}\n{Manifest}\n{TokenUrl()}\n{Manifest}", fixture.Lines);
    }

    [Fact]
    public async Task The_scope_the_registry_asks_for_wins_over_ours()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1", Bearer + ",scope=\"repository:remote/team/app:pull\""))
            .On(TokenUrl("remote/team/app"), HttpStatusCode.OK, """{"token":"t1"}""");

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
    }

    [Fact]
    public async Task Credentials_go_to_the_realm_as_basic_and_the_registry_sees_only_the_token()
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("üser", "s3cret:with:colons");
        fixture.Script.Always(Manifest, NeedsToken("t1")).On(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""");

        await fixture.StatusAsync();

        var sent = fixture.Script.Seen[1].Authorization!;
        Assert.Equal(("Basic", "üser:s3cret:with:colons"), (sent.Scheme, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(sent.Parameter!))));
        Assert.Equal("Bearer", fixture.Script.Seen[2].Authorization!.Scheme);
        Assert.Equal($"s3cret:with:colons\n{sent.Parameter}\nt1", string.Join('\n', fixture.Secrets));
        Assert.All(fixture.Told, line => Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_by_post()
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("<token>", "refresh+me");
        fixture.Script.Always(Manifest, NeedsToken("t1")).On("POST https://auth.example/token", HttpStatusCode.OK, """{"access_token":"t1"}""");

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.Equal(
            "grant_type=refresh_token&service=reg.example&client_id=pipelinekit&scope=repository%3Ateam%2Fapp%3Apull&refresh_token=refresh%2Bme",
            fixture.Script.Seen[1].Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    public async Task A_realm_that_knows_no_post_is_asked_by_get(HttpStatusCode status)
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("<token>", "refresh");
        fixture.Script.Always(Manifest, NeedsToken("t1")).On("POST https://auth.example/token", status).On(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""");

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
    }

    [Theory]
    [InlineData("Basic realm=\"Registry Realm\"")]
    [InlineData("Negotiate, Basic realm=x")]
    public async Task A_registry_that_wants_basic_gets_user_and_password(string challenge)
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("u", "p");
        fixture.Script.Always(Manifest, seen => seen.Authorization?.Parameter == "dTpw"
            ? ScriptedHandler.Answer(HttpStatusCode.OK)
            : ScriptedHandler.Answer(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", challenge)));

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
        Assert.Equal(3, fixture.Script.Seen.Count);
    }

    [Fact]
    public async Task Wrong_basic_credentials_are_sent_once_a_request()
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("u", "wrong");
        fixture.Script.Always(Manifest, HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", "Basic realm=x"));

        Assert.Equal(HttpStatusCode.Unauthorized, await fixture.StatusAsync());
        Assert.Equal(2, fixture.Script.Seen.Count);
    }

    [Fact]
    public async Task Of_bearer_and_basic_bearer_is_taken()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1", "Basic realm=\"x\", " + Bearer)).On(TokenUrl(), HttpStatusCode.OK, """{"token":"t1"}""");

        Assert.Equal(HttpStatusCode.OK, await fixture.StatusAsync());
    }

    [Fact]
    public async Task No_credentials_leave_the_machine_for_a_realm_that_is_refused()
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("u", "s3cret");
        fixture.Script.Always(Manifest, HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", "Bearer realm=\"http://169.254.169.254/token\""));

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());
        await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Equal(RegistryProblem.Unsafe, thrown.Problem);
        Assert.Single(fixture.Script.Seen);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, RegistryProblem.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden, RegistryProblem.Forbidden)]
    [InlineData(HttpStatusCode.NotFound, RegistryProblem.Protocol)]
    public async Task A_realm_that_refuses_is_an_error_that_names_the_user_but_not_the_secret(HttpStatusCode status, RegistryProblem problem)
    {
        using var fixture = new TransportFixture();
        fixture.Credentials["reg.example"] = new RegistryCredential("robot", "s3cret");
        fixture.Script.Always(Manifest, NeedsToken("t1")).On(TokenUrl(), status);

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Equal((problem, status), (thrown.Problem, thrown.Status));
        Assert.DoesNotContain("s3cret", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"token":{}}""")]
    [InlineData("""{"token":"a\r\nX-Injected: 1"}""")]
    [InlineData("""{"token":"with space"}""")]
    [InlineData("""{"token":"é"}""")]
    public async Task An_answer_without_a_usable_token_is_a_protocol_error(string body)
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1")).On(TokenUrl(), HttpStatusCode.OK, body);

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync())).Problem);
    }

    [Fact]
    public async Task A_token_answer_larger_than_64_kib_is_not_read()
    {
        using var fixture = new TransportFixture();
        fixture.Script.Always(Manifest, NeedsToken("t1")).On(TokenUrl(), HttpStatusCode.OK, new string(' ', 70_000) + """{"token":"t1"}""");

        var thrown = await Assert.ThrowsAsync<RegistryException>(() => fixture.StatusAsync());

        Assert.Contains("64 KiB", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_request_being_cancelled_does_not_take_the_others_with_it()
    {
        using var fixture = new TransportFixture();
        using var cancelled = new CancellationTokenSource();
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        fixture.Script.On(Manifest, _ =>
        {
            entered.Release();
            go.Wait();
            throw new OperationCanceledException(cancelled.Token);
        }).Always(Manifest, HttpStatusCode.OK);

        var first = Task.Run(() => fixture.Transport.SendAsync(Request(), cancelled.Token));
        await entered.WaitAsync();
        var second = fixture.StatusAsync();
        await cancelled.CancelAsync();
        go.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(HttpStatusCode.OK, await second);
    }

    [Fact]
    public async Task Credentials_for_a_part_of_a_registry_go_before_those_for_all_of_it()
    {
        using var fixture = new TransportFixture
        {
            Change = o => o with { PathCredentials = (name, _) => Task.FromResult(name == "reg.example/team/app" ? new RegistryCredential("team", "p") : null) },
        };
        fixture.Credentials["reg.example"] = new RegistryCredential("all", "p");
        foreach (var repository in new[] { "team/app", "other" })
        {
            fixture.Script.Always($"HEAD https://reg.example/v2/{repository}/manifests/1", HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", "Basic realm=x"));
            await fixture.StatusAsync(Request(repository));
        }

        Assert.Equal("dGVhbTpw YWxsOnA=", string.Join(' ', fixture.Script.Seen.Select(s => s.Authorization?.Parameter).OfType<string>()));
    }

    [Fact]
    public void A_refusal_by_docker_hub_says_that_the_repository_may_not_exist() =>
        Assert.Contains("does not exist", AccessHints.Unauthorized("docker.io", "library/ngnix"), StringComparison.Ordinal);
}
