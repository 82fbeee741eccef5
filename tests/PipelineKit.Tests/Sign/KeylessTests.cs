using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Sign;

public sealed class KeylessTests
{
    [Theory]
    [InlineData("1", false)]
    [InlineData("1", true)]
    [InlineData("2", true)]
    public async Task A_job_of_GitHub_signs_with_its_identity_and_the_policy_finds_it(string rekor, bool timestamps)
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = await OnGitHubAsync(sigstore);
        world.Folder.Write("sbom.json", """{"bomFormat":"CycloneDX","specVersion":"1.6"}""");

        var exit = await SignAsync(
            world, sigstore, ["--attest", "cyclonedx=sbom.json", "--provenance", "--recursive", "--rekor-version", rekor, "--rekor-url", (rekor == "1" ? sigstore.RekorV1 : sigstore.RekorV2).ToString(),
            .. timestamps ? ["--timestamp-url", sigstore.Timestamps.ToString()] : Array.Empty<string>()]);

        Assert.True(exit == ExitCode.Ok, world.Program.All);
        Assert.Single(sigstore.Requests, r => r.Contains("signingCert", StringComparison.Ordinal));
        Assert.Equal(5, world.Result.GetProperty("items").GetArrayLength());
        Assert.All(world.Result.GetProperty("items").EnumerateArray(), item => Assert.Equal(1, item.GetProperty("logIndexes").GetArrayLength()));
        Assert.True(await VerifyAsync(world, "--source-repository", "octo-org/shop", "--predicate-types", "cyclonedx,slsaprovenance1,image-signature") == ExitCode.Ok, world.Program.All);
        Assert.Contains(FakeIdentityProvider.GitHubSubject, world.Folder.Read("output"), StringComparison.Ordinal);
        Assert.Empty(sigstore.Failures);
    }

    [Theory]
    [InlineData("--source-repository octo-org/shop")]
    [InlineData("--source-repository https://github.com/octo-org/shop")]
    [InlineData("--source-repository-id 123456")]
    [InlineData("--source-repository octo-org/shop --source-ref refs/heads/main --runner-environment github-hosted")]
    [InlineData("--source-repository octo-org/shop --environment production")]
    [InlineData("--source-repository octo-org/shop --token-subject repo:octo-org/shop:environment:production")]
    [InlineData("--source-repository octo-org/shop --workflow .github/workflows/release.yml")]
    [InlineData("--source-repository octo-org/shop --workflow octo-org/shop/.github/workflows/release.yml@refs/heads/main")]
    [InlineData("--source-repository octo-org/shop --workflow-sha 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("--certificate-identity https://github.com/octo-org/shop/.github/workflows/release.yml@refs/heads/main --certificate-oidc-issuer https://token.actions.githubusercontent.com")]
    [InlineData("--certificate-identity-regexp https://github.com/octo-org/.+ --certificate-oidc-issuer-regexp https://token\\.actions\\.githubusercontent\\.com")]
    public async Task A_policy_that_names_the_job_is_satisfied(string policy)
    {
        using var bed = await SignedAsync();

        Assert.True(await VerifyAsync(bed, policy.Split(' ')) == ExitCode.Ok, bed.Program.All);
    }

    [Theory]
    [InlineData("--source-repository octo-org/ship")]
    [InlineData("--source-repository octo-org/sho")]
    [InlineData("--source-repository-id 12345")]
    [InlineData("--source-repository octo-org/shop --source-ref refs/heads/dev")]
    [InlineData("--source-repository octo-org/shop --runner-environment self-hosted")]
    [InlineData("--source-repository octo-org/shop --environment staging")]
    [InlineData("--source-repository octo-org/shop --token-subject repo:octo-org/shop:ref:refs/heads/main")]
    [InlineData("--source-repository octo-org/shop --workflow .github/workflows/release.ym")]
    [InlineData("--source-repository octo-org/shop --workflow .github/workflows/release.yml@refs/heads/dev")]
    [InlineData("--source-repository octo-org/shop --workflow-sha 0123456789abcdef0123456789abcdef01234568")]
    [InlineData("--certificate-identity https://github.com/octo-org/shop/.github/workflows/release.yml --certificate-oidc-issuer https://token.actions.githubusercontent.com")]
    [InlineData("--certificate-identity-regexp github.com/octo-org/.+ --certificate-oidc-issuer https://token.actions.githubusercontent.com")]
    [InlineData("--source-repository octo-org/shop --certificate-oidc-issuer https://token.actions.githubusercontent.com/octo-org")]
    public async Task A_policy_that_names_another_is_not(string policy)
    {
        using var bed = await SignedAsync();

        Assert.True(await VerifyAsync(bed, policy.Split(' ')) == ExitCode.GateSaidNo, bed.Program.All);
        Assert.Contains("identity-mismatch", bed.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_identity_does_not_sign_the_same_again()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = await OnGitHubAsync(sigstore);
        Assert.Equal(ExitCode.Ok, await SignAsync(world, sigstore));

        Assert.Equal(ExitCode.Ok, await SignAsync(world, sigstore));

        Assert.Equal("already-signed", world.Result.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Single(sigstore.Requests, r => r.Contains("signingCert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_root_of_another_instance_does_not_believe_it()
    {
        using var bed = await SignedAsync();

        Assert.True(await bed.RunAsync("verify", "--images", bed.Image, "--source-repository", "octo-org/shop", "--offline") == ExitCode.GateSaidNo, bed.Program.All);
    }

    [Fact]
    public async Task A_signing_configuration_says_where_to_sign()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = await OnGitHubAsync(sigstore);
        world.Folder.Write("config.json", sigstore.SigningConfigJson(2, timestamps: true));

        Assert.True(await world.RunAsync("sign", "--images", world.Image, "--signing-config", "config.json", "--trusted-root", "root.json") == ExitCode.Ok, world.Program.All);
        Assert.Equal(ExitCode.Ok, await VerifyAsync(world, "--source-repository", "octo-org/shop", "--instance", "private"));
    }

    [Fact]
    public async Task A_key_can_leave_an_entry_in_the_log_and_verify_can_require_it()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = await OnGitHubAsync(sigstore);
        Assert.Equal(ExitCode.Ok, await world.SignAsync());
        Assert.Equal(ExitCode.GateSaidNo, await world.VerifyAsync("--transparency-log", "--trusted-root", "root.json"));

        Assert.True(await world.SignAsync("--transparency-log", "--rekor-url", sigstore.RekorV1.ToString(), "--trusted-root", "root.json") == ExitCode.Ok, world.Program.All);

        Assert.True(await world.VerifyAsync("--transparency-log", "--trusted-root", "root.json") == ExitCode.Ok, world.Program.All);
    }

    [Fact]
    public async Task Without_key_and_identity_it_is_said_what_to_do()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("sign", "--images", world.Image));
        Assert.Contains(FailureCodes.NoIdentity.Id, world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_Azure_is_told_that_the_public_instance_does_not_take_it_and_a_private_one_can()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        sigstore.AcceptAzure();
        using var world = await SignWorld.MakeAsync();
        world.Program.OnAzure();
        world.Program.Variables["SYSTEM_OIDCREQUESTURI"] = sigstore.AzureTokens.ToString();
        world.Program.Variables["SYSTEM_ACCESSTOKEN"] = sigstore.JobToken;
        world.Folder.Write("root.json", sigstore.TrustedRootJson);

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("sign", "--images", world.Image));
        Assert.Contains("The public Fulcio takes no tokens of Azure Pipelines", world.Program.All, StringComparison.Ordinal);
        Assert.True(await SignAsync(world, sigstore) == ExitCode.Ok, world.Program.All);
        Assert.True(
            await VerifyAsync(world, "--certificate-identity", "p://contoso/shop/release", "--certificate-oidc-issuer", FakeIdentityProvider.AzureIssuer) == ExitCode.Ok, world.Program.All);
        Assert.DoesNotContain(sigstore.JobToken, world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_does_wrong_ends_with_the_code_for_it()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        using var world = await SignWorld.MakeAsync();
        world.Folder.Write("root.json", sigstore.TrustedRootJson);

        Assert.Equal(ExitCode.Refused, await SignAsync(world, sigstore, ["--identity-token", sigstore.Identities.GitHub(audience: "somebody-else")]));
        Assert.Contains(FailureCodes.SigningRefused.Id, world.Program.Error, StringComparison.Ordinal);

        sigstore.Faults.Log = LogFault.ForkedCheckpoint;
        Assert.Equal(ExitCode.Integrity, await SignAsync(world, sigstore, ["--identity-token", sigstore.Identities.GitHub()]));
        Assert.Contains(FailureCodes.SigningUntrusted.Id, world.Program.Error, StringComparison.Ordinal);
    }

    internal static async Task<SignWorld> OnGitHubAsync(FakeSigstore sigstore)
    {
        var world = await SignWorld.MakeAsync();
        world.Program.OnGitHub();
        foreach (var (name, value) in ((string, string)[])
        [
            ("ACTIONS_ID_TOKEN_REQUEST_URL", sigstore.GitHubTokens.ToString()), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", sigstore.JobToken), ("GITHUB_REPOSITORY", "octo-org/shop"),
            ("GITHUB_SHA", "0123456789abcdef0123456789abcdef01234567"), ("GITHUB_REF", "refs/heads/main"), ("GITHUB_EVENT_NAME", "push"), ("GITHUB_REPOSITORY_ID", "123456"),
            ("GITHUB_WORKFLOW_REF", "octo-org/shop/.github/workflows/release.yml@refs/heads/main"), ("GITHUB_REPOSITORY_OWNER_ID", "65"), ("GITHUB_RUN_ID", "9876543210"),
        ])
        {
            world.Program.Variables[name] = value;
        }

        world.Folder.Write("root.json", sigstore.TrustedRootJson);
        return world;
    }

    private static Task<ExitCode> SignAsync(SignWorld world, FakeSigstore sigstore, params string[] more) =>
        world.RunAsync(
        [
            "sign", "--images", world.Image, "--fulcio-url", sigstore.Fulcio.ToString(), "--trusted-root", "root.json",
            .. more.Contains("--rekor-url") ? Array.Empty<string>() : ["--rekor-url", sigstore.RekorV1.ToString()], .. more,
        ]);

    private static Task<ExitCode> VerifyAsync(SignWorld world, params string[] policy) =>
        world.RunAsync(["verify", "--images", world.Image, "--trusted-root", "root.json", "--offline", .. policy]);

    private static async Task<SignWorld> SignedAsync()
    {
        using var sigstore = new FakeSigstore(TimeProvider.System);
        var world = await OnGitHubAsync(sigstore);
        Assert.True(await SignAsync(world, sigstore) == ExitCode.Ok, world.Program.All);
        return world;
    }
}
