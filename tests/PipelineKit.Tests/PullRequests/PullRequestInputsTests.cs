using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using PipelineKit.Tests.PullRequests.GitHub;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

public sealed class PullRequestInputsTests
{
    private readonly GitHubBench _bench = new();

    [Fact]
    public void Without_any_input_the_host_of_the_run_is_meant()
    {
        Assert.Equal(new HostSettings { Choice = HostChoice.Auto }, Read(out _));
    }

    [Fact]
    public void All_are_read_and_secrets_are_masked()
    {
        var settings = Read(
            out _, ("host", "github"), ("repository", "acme/shop"), ("api-url", "https://ghe.example.com/api/v3/"), ("token", "canary-token"), ("app-id", "12"), ("app-private-key", "env:APP_KEY"));

        Assert.Equal(
            new HostSettings { Choice = HostChoice.GitHub, Repository = "acme/shop", ApiUrl = "https://ghe.example.com/api/v3", Token = "canary-token", App = new GitHubAppSettings("12", GitHubAccessTests.Key) },
            settings);
        Assert.Contains("canary-token", _bench.Masked);
        Assert.Contains(GitHubAccessTests.Key, _bench.Masked);
    }

    [Fact]
    public void A_key_of_one_line_is_put_back_into_lines()
    {
        var settings = Read(out _, ("app-id", "12"), ("app-private-key", GitHubAccessTests.Key.Replace("\n", "\\n", StringComparison.Ordinal)));

        Assert.Equal(GitHubAccessTests.Key, settings.App!.PrivateKeyPem);
    }

    [Theory]
    [InlineData("app-id", "12", "app-private-key", "", "one of them is missing")]
    [InlineData("app-id", "12", "app-private-key", "env:NOTHING", "no variable `NOTHING`")]
    [InlineData("app-id", "12", "app-private-key", "canary-text", "not a private key")]
    [InlineData("api-url", "http://ghe.example.com", "host", "github", "plain HTTP")]
    [InlineData("api-url", "https://user:pass@ghe.example.com", "host", "github", "user information")]
    [InlineData("api-url", "https://ghe.example.com?x=1", "host", "github", "it has a query")]
    [InlineData("remote", "origin", "host", "github", "`remote` is for")]
    [InlineData("host", "gitlab", "remote", "", "allowed are auto, git, github, azure-repos")]
    public void What_does_not_fit_is_told_and_no_secret_is(string one, string value, string other, string otherValue, string problem)
    {
        Read(out var failure, (one, value), (other, otherValue));

        Assert.Contains(problem, failure!.What, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.What + failure.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_App_is_for_GitHub()
    {
        Read(out var failure, ("host", "azure-repos"), ("app-id", "12"), ("app-private-key", "env:APP_KEY"));

        Assert.Equal("`app-id` is for GitHub.", failure!.What);
    }

    private HostSettings Read(out Failure? failure, params (string Name, string Value)[] given)
    {
        var host = new RecordingHost("/");
        foreach (var (name, value) in given)
        {
            host.Given[name] = value;
        }

        var inputs = new InputReader([host.Inputs], _bench.Masked.Add);
        var settings = PullRequestInputs.Read(_bench.Context(inputs));
        failure = Record.Exception(inputs.ThrowIfAny) is FailureException failed ? Assert.Single(failed.Failures) : null;
        return settings;
    }
}
