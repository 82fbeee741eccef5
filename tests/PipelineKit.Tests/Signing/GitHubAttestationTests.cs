using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Sign;
using Xunit;

namespace PipelineKit.Tests.Signing;

public sealed class GitHubAttestationTests
{
    [Fact]
    public async Task What_is_signed_is_added_to_the_attestations_of_the_repository()
    {
        var seen = new List<LoopbackRequest>();
        using var github = new LoopbackHttpServer((request, _) =>
        {
            seen.Add(request);
            return Task.FromResult(LoopbackResponse.Of(201, "application/json", """{"id":4711}"""));
        });
        using var world = await WorldAsync(github);

        Assert.True(await SignAsync(world) == ExitCode.Ok, world.Program.All);

        var request = Assert.Single(seen);
        Assert.Equal(("POST", "/api/v3/repos/acme/shop/attestations", "Bearer job-token"), (request.Method, request.Target, request.Header("Authorization")));
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal("application/vnd.dev.sigstore.bundle.v0.3+json", body.RootElement.GetProperty("bundle").GetProperty("mediaType").GetString());
        Assert.Equal(4711, world.Result.GetProperty("items")[0].GetProperty("gitHubAttestation").GetInt64());
    }

    [Theory]
    [InlineData(403, "attestations: write", ExitCode.Refused)]
    [InlineData(422, "signed keyless", ExitCode.Refused)]
    [InlineData(302, "attestations: write", ExitCode.Refused)]
    public async Task A_refusal_is_told_with_what_to_do(int status, string why, ExitCode exit)
    {
        using var github = new LoopbackHttpServer((_, _) => Task.FromResult(LoopbackResponse.Of(status, "application/json", "{}")));
        using var world = await WorldAsync(github);

        Assert.Equal(exit, await SignAsync(world));
        Assert.Contains(why, world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_say_what_was_made_is_out_of_protocol()
    {
        using var github = new LoopbackHttpServer((_, _) => Task.FromResult(LoopbackResponse.Of(201, "application/json", """{"name":"x"}""")));
        using var world = await WorldAsync(github);

        Assert.Equal(ExitCode.Refused, await SignAsync(world));
        Assert.Contains(FailureCodes.RemoteProtocol.Id, world.Program.All, StringComparison.Ordinal);
    }

    private static async Task<SignWorld> WorldAsync(LoopbackHttpServer github)
    {
        var world = await SignWorld.MakeAsync();
        world.Program.OnGitHub();
        world.Program.Variables["GITHUB_SERVER_URL"] = $"http://{github.Endpoint}";
        return world;
    }

    private static Task<ExitCode> SignAsync(SignWorld world) => world.SignAsync("--github-attestations", "acme/shop", "--token", "job-token");
}
