using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubAccessTests
{
    private static readonly RSA Rsa = RSA.Create(2048);
    private readonly GitHubBench _bench = new();

    internal static string Key { get; } = Rsa.ExportRSAPrivateKeyPem();

    [Fact]
    public async Task The_job_s_own_token_goes_to_its_own_server()
    {
        await _bench.Open().ReadAsync("main", ["README.md"], default);

        Assert.All(_bench.Hub.Seen, s => Assert.Equal((GitHubBench.JobToken, "api.github.com"), (s.Token, s.Address.Host)));
    }

    [Fact]
    public void The_job_s_own_token_is_not_sent_to_another_server()
    {
        _bench.Settings = _bench.Settings with { ApiUrl = "https://ghe.example.com/api/v3", Token = GitHubBench.JobToken };

        var failure = Assert.Single(Assert.Throws<FailureException>(_bench.Open).Failures);

        Assert.Equal(FailureCodes.MissingInput, failure.Code);
        Assert.Contains("was not sent", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_token_or_a_repository_the_input_that_is_missing_is_named()
    {
        _bench.Token = null;
        Assert.Contains("`token`", Assert.Throws<FailureException>(_bench.Open).Failures[0].RemedyText, StringComparison.Ordinal);
        _bench.Run = null;
        Assert.Contains("`repository: owner/name`", Assert.Throws<FailureException>(_bench.Open).Failures[0].RemedyText, StringComparison.Ordinal);
        _bench.Settings = _bench.Settings with { Repository = "shop" };
        Assert.Equal(FailureCodes.BadInputValue, Assert.Throws<FailureException>(_bench.Open).Failures[0].Code);
    }

    [Fact]
    public async Task An_enterprise_server_is_asked_at_its_own_addresses()
    {
        _bench.Settings = _bench.Settings with { ApiUrl = "https://ghe.example.com/api/v3/", Token = "given", Repository = "acme/other" };
        _bench.Hub.Override = r => FakeGitHub.Answer(200, new JsonObject { ["data"] = new JsonObject { ["repository"] = new JsonObject { ["id"] = "R_2" } } });

        Assert.Null(await _bench.Open().ReadAsync("main", ["a"], default));

        Assert.Equal(("https://ghe.example.com/api/graphql", "given"), (_bench.Hub.Seen[0].Address.AbsoluteUri, _bench.Hub.Seen[0].Token));
    }

    [Fact]
    public async Task An_App_signs_for_a_token_of_this_one_repository()
    {
        AsApp();
        await _bench.PutAsync(GitHubBench.File("deploy/app.yaml", "image: new\n"));

        var (installation, exchange, work) = (_bench.Hub.Seen[0], _bench.Hub.Seen[1], _bench.Hub.Seen[2]);
        Assert.Equal("GET installation", installation.Line);
        Assert.Equal("/app/installations/9/access_tokens", exchange.Address.AbsolutePath);
        Assert.Equal("""{"repositories":["shop"],"permissions":{"contents":"write","pull_requests":"write","deployments":"write","actions":"read"}}""", exchange.Body!.ToJsonString());
        Assert.Equal("ghs_app_0", work.Token);
        var parts = installation.Token!.Split('.');
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var now = FakeTimeProvider.DefaultStart.ToUnixTimeSeconds();
        Assert.Equal((now - 60, now + 540, "1234"), (claims["iat"]!.GetValue<long>(), claims["exp"]!.GetValue<long>(), claims["iss"]!.GetValue<string>()));
        Assert.True(Rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Contains("ghs_app_0", _bench.Masked);
        Assert.Contains(installation.Token, _bench.Masked);
        Assert.Single(_bench.Hub.Seen, s => s.Address.AbsolutePath.EndsWith("access_tokens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_of_an_App_that_expires_or_is_withdrawn_is_renewed()
    {
        AsApp();
        var host = _bench.Open();
        await host.ReadAsync("main", ["README.md"], default);
        _bench.Clock.Advance(TimeSpan.FromMinutes(58));
        await host.ReadAsync("main", ["README.md"], default);
        Assert.Equal("ghs_app_1", _bench.Hub.Seen[^1].Token);

        var inner = _bench.Hub.Override;
        _bench.Hub.Override = r => r.Token == "ghs_app_1" ? FakeGitHub.Refuse(401, "Bad credentials") : inner(r);
        await host.ReadAsync("main", ["README.md"], default);
        Assert.Equal("ghs_app_2", _bench.Hub.Seen[^1].Token);
    }

    [Fact]
    public async Task An_App_that_was_not_given_everything_asks_for_less()
    {
        AsApp();
        var inner = _bench.Hub.Override;
        _bench.Hub.Override = r => r.Body?["permissions"]?["actions"] is not null ? FakeGitHub.Refuse(422, "The permissions requested are not granted to this installation.") : inner(r);

        await _bench.Open().ReadAsync("main", ["README.md"], default);

        Assert.Equal("ghs_app_0", _bench.Hub.Seen[^1].Token);
    }

    [Fact]
    public async Task An_App_that_is_not_installed_or_has_a_bad_key_is_told_so()
    {
        AsApp();
        _bench.Hub.Override = _ => FakeGitHub.Refuse(404, "Not Found");
        Assert.Contains("Install the App", (await _bench.RefusedAsync(FailureCodes.RemoteRefused)).RemedyText, StringComparison.Ordinal);

        _bench.Settings = _bench.Settings with { App = new GitHubAppSettings("1234", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----") };
        await _bench.RefusedAsync(FailureCodes.UnusableKey);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task A_repository_that_moved_is_not_followed_with_the_token(int status)
    {
        _bench.Hub.Override = _ => FakeGitHub.Answer(status, body: null, ("Location", "https://elsewhere.example.com/"));

        await _bench.RefusedAsync(FailureCodes.RemoteRefused);

        Assert.Single(_bench.Hub.Seen);
    }

    [Fact]
    public void Auto_is_the_host_of_the_run_and_git_on_a_command_line()
    {
        var settings = new HostSettings { Choice = HostChoice.Auto };
        Assert.Equal("github", PullRequestHosts.Open(settings, _bench.Hub, _bench.Context()).Kind);
        Assert.Equal("git", PullRequestHosts.Open(settings with { Remote = "origin" }, _bench.Hub, _bench.Context()).Kind);
        _bench.Run = null;
        Assert.Equal("git", PullRequestHosts.Open(settings, _bench.Hub, _bench.Context()).Kind);
    }

    private void AsApp()
    {
        var given = 0;
        _bench.Settings = _bench.Settings with { App = new GitHubAppSettings("1234", Key) };
        _bench.Hub.Override = r => r.Line switch
        {
            "GET installation" => FakeGitHub.Answer(200, new JsonObject { ["id"] = 9 }),
            "POST /app/installations/9/access_tokens" => FakeGitHub.Answer(
                201, new JsonObject { ["token"] = $"ghs_app_{given++}", ["expires_at"] = _bench.Clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture) }),
            _ => null,
        };
    }
}
