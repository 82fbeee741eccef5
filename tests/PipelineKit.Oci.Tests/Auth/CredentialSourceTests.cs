using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Auth;

public sealed class CredentialSourceTests
{
    [Theory]
    [InlineData("ghcr.io=u:p", "ghcr.io", "u", "p")]
    [InlineData("  ghcr.io = u:p:q=r  ", "ghcr.io", "u", "p:q=r")]
    [InlineData("localhost:5000=u:p", "localhost:5000", "u", "p")]
    [InlineData("GHCR.io=u:p", "ghcr.io", "u", "p")]
    [InlineData("index.docker.io=u:p", "docker.io", "u", "p")]
    [InlineData("docker.io=u:p", "docker.io", "u", "p")]
    [InlineData("[::1]:5000=u:p", "[::1]:5000", "u", "p")]
    public async Task A_line_gives_its_host_its_credential(string line, string host, string user, string secret)
    {
        var list = RegistryCredentialList.Parse([line], out var problems);

        Assert.Empty(problems);
        Assert.Equal(new RegistryCredential(user, secret), await list.FindAsync(host, CancellationToken.None));
        Assert.Null(await list.FindAsync(host + ".attacker.tld", CancellationToken.None));
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("=u:s3cret")]
    [InlineData("ghcr.io=s3cret")]
    [InlineData("ghcr.io=:s3cret")]
    [InlineData("ghcr.io=s3cret:")]
    [InlineData("https://ghcr.io=u:s3cret")]
    [InlineData("ghcr.io/path=u:s3cret")]
    [InlineData("u:s3cret@ghcr.io=x")]
    public void A_bad_line_is_named_by_its_number_without_the_secret(string line)
    {
        RegistryCredentialList.Parse(["", line], out var problems);

        var problem = Assert.Single(problems);
        Assert.StartsWith("line 2: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_given_twice_is_a_problem()
    {
        RegistryCredentialList.Parse(["docker.io=a:b", "registry-1.docker.io=c:d"], out var problems);

        Assert.Equal("line 2: registry-1.docker.io is there twice", Assert.Single(problems));
    }

    [Theory]
    [InlineData("ghcr.io", true)]
    [InlineData("evil.ghcr.io", false)]
    [InlineData("ghcr.io.attacker.tld", false)]
    [InlineData("ghcr.io:443", false)]
    [InlineData("docker.io", false)]
    public async Task The_job_token_is_for_ghcr_exactly(string registry, bool isGiven) =>
        Assert.Equal(isGiven, await new JobToken("actor", "token").FindAsync(registry, CancellationToken.None) is not null);

    [Theory]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    [InlineData("registry-1.docker.io", "docker.io")]
    [InlineData("https://reg.example/v2/", "reg.example")]
    [InlineData("http://reg.example:5000", "reg.example:5000")]
    [InlineData("REG.example/", "reg.example")]
    public async Task Keys_of_auths_are_read_however_they_are_spelled(string key, string registry)
    {
        using var folder = new TempFolder();
        folder.Write(".docker/config.json", $$"""{"auths": {"{{key}}":{"auth":"{{Base64("u:p:q")}}"} } }""");

        Assert.Equal(new RegistryCredential("u", "p:q"), await FindAsync(folder, registry));
        Assert.Null(await FindAsync(folder, "other.example"));
    }

    [Theory]
    [InlineData("""{"identitytoken":"idt","auth":"dTpw"}""", "<token>", "idt")]
    [InlineData("""{"username":"u","password":"p"}""", "u", "p")]
    [InlineData("""{"auth":"dTpwAAA="}""", "u", "p")]
    public async Task An_entry_may_hold_an_identity_token_or_plain_fields(string entry, string user, string secret)
    {
        using var folder = new TempFolder();
        folder.Write(".docker/config.json", $$"""{"auths": {"reg.example":{{entry}} } }""");

        Assert.Equal(new RegistryCredential(user, secret), await FindAsync(folder, "reg.example"));
    }

    [Fact]
    public async Task Files_are_asked_in_order_and_the_first_that_has_something_wins()
    {
        using var folder = new TempFolder();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOCKER_CONFIG"] = Path.Combine(folder.Path, "first"),
            ["REGISTRY_AUTH_FILE"] = Path.Combine(folder.Path, "third.json"),
            ["XDG_RUNTIME_DIR"] = Path.Combine(folder.Path, "fourth"),
        };
        var files = new[] { "first/config.json", ".docker/config.json", "third.json", "fourth/containers/auth.json" };
        for (var i = files.Length - 1; i >= 0; i--)
        {
            folder.Write(files[i], $$"""{"auths": {"reg.example":{"auth":"{{Base64($"user{i}:p")}}"},"only{{i}}.example":{"auth":"{{Base64("u:p")}}"} } }""");

            Assert.Equal($"user{i}", (await FindAsync(folder, "reg.example", variables))?.Username);
        }

        for (var i = 0; i < files.Length; i++)
        {
            Assert.NotNull(await FindAsync(folder, $"only{i}.example", variables));
        }
    }

    [Fact]
    public async Task Entries_with_a_path_are_for_what_is_below_it_the_longest_first()
    {
        using var folder = new TempFolder();
        folder.Write(".docker/config.json", $$"""
            {"auths": {"reg.example":{"auth":"{{Base64("all:p")}}"},"reg.example/team":{"auth":"{{Base64("team:p")}}"},"reg.example/team/app":{"auth":"{{Base64("app:p")}}"} } }
            """);

        Assert.Equal("app", (await FindAsync(folder, "reg.example/team/app"))?.Username);
        Assert.Equal("team", (await FindAsync(folder, "reg.example/team/other/x"))?.Username);
        Assert.Null(await FindAsync(folder, "reg.example/teamster"));
        Assert.Equal("all", (await FindAsync(folder, "reg.example"))?.Username);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"auths":{"reg.example":{"auth":"not base64 s3cret"}}}""")]
    [InlineData("""{"auths":{"reg.example":{"auth":"czNjcmV0"}}}""")]
    public async Task A_broken_file_is_an_error_that_names_it_and_not_what_is_in_it(string content)
    {
        using var folder = new TempFolder();
        var file = folder.Write(".docker/config.json", content);

        var thrown = await Assert.ThrowsAsync<CredentialException>(() => FindAsync(folder, "reg.example"));

        Assert.Equal(file, thrown.Origin);
        Assert.DoesNotContain("s3cret", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"auths":null,"credHelpers":null,"credsStore":""}""")]
    [InlineData("""{"auths":{"reg.example":{}}}""")]
    [InlineData("""{"auths":{"reg.example":null}}""")]
    public async Task An_empty_file_means_anonymous(string content)
    {
        using var folder = new TempFolder();
        folder.Write(".docker/config.json", content);

        Assert.Null(await FindAsync(folder, "reg.example"));
    }

    [Fact]
    public async Task A_chain_asks_in_order_once_for_each_registry()
    {
        var asked = new List<string>();
        FindCredential Source(string name, string? has) => (registry, _) =>
        {
            asked.Add($"{name} {registry}");
            return Task.FromResult(registry == has ? new RegistryCredential(name, "p") : null);
        };
        var chain = new CredentialChain([Source("one", "a"), Source("two", "b"), Source("three", "b")]);

        Assert.Equal("one", (await chain.FindAsync("a", CancellationToken.None))?.Username);
        Assert.Equal("two", (await chain.FindAsync("b", CancellationToken.None))?.Username);
        Assert.Equal("two", (await chain.FindAsync("b", CancellationToken.None))?.Username);
        Assert.Null(await chain.FindAsync("c", CancellationToken.None));
        Assert.Equal("one a,one b,two b,one c,two c,three c", string.Join(',', asked));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<RegistryCredential?> FindAsync(TempFolder home, string registry, Dictionary<string, string>? variables = null)
    {
        variables ??= new Dictionary<string, string>(StringComparer.Ordinal);
        return new DockerConfig(variables, home.Path, new CredentialHelper([], variables, TimeProvider.System)).FindAsync(registry, CancellationToken.None);
    }
}
