using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Images;

/// <summary>A token goes to ghcr.io only when it is one of github.com.</summary>
public sealed class RegistryTokenTests
{
    private const string GitHub = "https://github.com";
    private const string Enterprise = "https://github.example.com";
    private const string Azure = "https://dev.azure.com/acme";

    [Theory]
    [InlineData("", GitHub, "job")]
    [InlineData("job", GitHub, "job")]
    [InlineData("chosen", GitHub, "chosen")]
    [InlineData("", Enterprise, null)]
    [InlineData("job", Enterprise, null)]
    [InlineData("chosen", Enterprise, "chosen")]
    [InlineData("", Azure, null)]
    [InlineData("chosen", Azure, "chosen")]
    public void The_jobs_own_token_is_for_the_server_that_gave_it(string given, string server, string? sent) =>
        Assert.Equal(sent, RegistryInputs.Read(Context(server), given, 4, TimeSpan.FromMinutes(1)).GitHubToken);

    [Theory]
    [InlineData(HostChoice.Auto, CodeHostKind.GitHub, "https://api.github.com", "", "", "chosen")]
    [InlineData(HostChoice.Auto, CodeHostKind.GitHub, "https://github.example.com/api/v3", "", "", "")]
    [InlineData(HostChoice.GitHub, CodeHostKind.AzureRepos, Azure, "https://api.github.com", "", "chosen")]
    [InlineData(HostChoice.GitHub, CodeHostKind.GitHub, "https://api.github.com", "https://github.example.com/api/v3", "", "")]
    [InlineData(HostChoice.Auto, CodeHostKind.AzureRepos, Azure, "", "", "")]
    [InlineData(HostChoice.AzureRepos, CodeHostKind.GitHub, "https://api.github.com", "", "", "")]
    [InlineData(HostChoice.Git, CodeHostKind.GitHub, "https://api.github.com", "", "", "chosen")]
    [InlineData(HostChoice.Git, CodeHostKind.GitHub, "https://api.github.com", "", "origin", "")]
    public void A_token_for_the_repository_is_for_that_host(HostChoice choice, CodeHostKind kind, string api, string apiUrl, string remote, string sent) =>
        Assert.Equal(
            sent,
            PullRequestInputs.GitHubTokenOf(
                new HostSettings { Choice = choice, ApiUrl = apiUrl, Remote = remote, Token = "chosen" },
                new CiContext { Workspace = "/", CodeHost = new CodeHost { Kind = kind, ApiUrl = api, Repository = "acme/shop" } }));

    private static CommandContext Context(string server) => new()
    {
        Inputs = new InputReader([], _ => { }),
        Ci = new CiContext { Workspace = "/", JobToken = "job", JobTokenServer = server },
        Environment = new HostEnvironment { Variables = new Dictionary<string, string>(StringComparer.Ordinal) },
        WorkingDirectory = "/",
        Time = TimeProvider.System,
        Progress = new RecordingHost("/").CreateProgress(Verbosity.Normal),
        Mask = _ => { },
    };
}
