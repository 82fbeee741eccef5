using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

public sealed class LocalGitRemoteAddressTests
{
    [Theory]
    [InlineData("https://github.com/acme/shop.git", true)]
    [InlineData("https://dev.azure.com/acme/my%20shop/_git/shop", true)]
    [InlineData("http://127.0.0.1:3000/acme/shop", true)]
    [InlineData("ssh://git@github.com:22/acme/shop", false)]
    [InlineData("git@github.com:acme/shop.git", false)]
    [InlineData("git@ssh.dev.azure.com:v3/acme/shop/shop", false)]
    [InlineData("file:///srv/git/shop.git", false)]
    [InlineData("/srv/git/shop.git", false)]
    public void Addresses_of_repositories_are_taken(string text, bool takesToken) =>
        Assert.Equal((text, takesToken), RemoteAddress.Parse(text) is { } address ? (address.Url, address.Server is not null) : default);

    [Theory]
    [InlineData("")]
    [InlineData("ext::sh -c touch% x")]
    [InlineData("--upload-pack=touch x")]
    [InlineData("-oProxyCommand=touch x:y")]
    [InlineData("git@-oProxyCommand=x:y")]
    [InlineData("ssh://-oProxyCommand=x/y")]
    [InlineData("git://github.com/acme/shop")]
    [InlineData("ftp://github.com/acme/shop")]
    [InlineData("http://github.com/acme/shop")]
    [InlineData("fd::17")]
    [InlineData("https://github.com/acme/shop?x=y")]
    [InlineData("file://server/share")]
    [InlineData("../shop")]
    [InlineData("https://github.com/a\nb")]
    [InlineData("a b@host:path")]
    public void What_Git_could_take_for_something_else_is_none(string text) => Assert.Null(RemoteAddress.Parse(text));

    [SkippableTheory]
    [InlineData("upstream", "has no remote `upstream`")]
    [InlineData("--all", "cannot be the name of a remote")]
    [InlineData("https://me:secret@github.com/acme/shop", "has a password in it")]
    [InlineData("ext::sh -c false", "no address of a Git repository")]
    public async Task A_remote_that_is_none_is_told(string remote, string expected)
    {
        using var git = new LocalGit();
        var host = new LocalGitPullRequests(new LocalGitOptions { Folder = git.Tree.Folder, Remote = remote }, git.Clock);

        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => host.ReadAsync("main", [], default))).Failures);

        Assert.Equal(FailureCodes.BadInputValue, failure.Code);
        Assert.Contains(expected, failure.What, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_token_opens_its_server_and_replaces_what_the_checkout_left()
    {
        await using var remote = new LocalGitRemote(password: "s3cret-token");
        var clone = remote.Clone("clone");
        Assert.Equal(FailureCodes.RemoteRefused, (await Assert.ThrowsAsync<FailureException>(() => remote.Open(clone).ReadAsync("main", [], default))).Failures[0].Code);
        remote.GitIn(clone, "config", $"http.{remote.Url}.extraHeader", "Authorization: Basic b2xk");

        Assert.Equal(remote.Seed, (await remote.Open(clone, token: "s3cret-token").ReadAsync("main", [], default))!.Head);
        Assert.Equal(remote.Seed, (await WithJobToken(remote, clone, remote.Url).ReadAsync("main", [], default))!.Head);
        await Assert.ThrowsAsync<FailureException>(() => WithJobToken(remote, clone, "https://elsewhere.example").ReadAsync("main", [], default));
    }

    [SkippableFact]
    public async Task A_password_in_the_configuration_is_in_no_message()
    {
        await using var remote = new LocalGitRemote(password: "right");
        var clone = remote.Clone("clone");
        remote.GitIn(clone, "remote", "set-url", "origin", remote.Url.Replace("http://", "http://me:s3cret@", StringComparison.Ordinal));

        var failure = (await Assert.ThrowsAsync<FailureException>(() => remote.Open(clone).ReadAsync("main", [], default))).Failures[0];

        Assert.Equal(FailureCodes.RemoteRefused, failure.Code);
        Assert.DoesNotContain("s3cret", failure.What, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Programs_that_the_repository_names_do_not_run()
    {
        await using var remote = new LocalGitRemote(password: "right");
        var clone = remote.Clone("clone");
        var ran = Path.Combine(clone, "ran");
        await LocalGit.WriteScriptAsync(Path.Combine(clone, ".git", "hooks", "pre-push"), $"touch '{ran}'");
        foreach (var name in (string[])["credential.helper", "core.askPass", "core.sshCommand", "core.gitProxy", "core.alternateRefsCommand", "remote.origin.uploadpack", "remote.origin.receivepack", "gpg.program"])
        {
            remote.GitIn(clone, "config", name, name == "credential.helper" ? $"!touch '{ran}'" : $"touch {ran}");
        }

        remote.GitIn(clone, "config", "push.gpgSign", "if-asked");
        await Assert.ThrowsAsync<FailureException>(() => remote.Open(clone).ReadAsync("main", [], default));
        await remote.Open(clone, token: "right").PutAsync(LocalGit.Proposal("x", LocalGit.File("a")), default);

        Assert.False(File.Exists(ran));
    }

    private static LocalGitPullRequests WithJobToken(LocalGitRemote remote, string clone, string server)
    {
        Assert.True(GitServerAddress.TryParse(server, out var address, out _));
        return new LocalGitPullRequests(new LocalGitOptions { Folder = clone, Remote = "origin", AcceptsOtherOwner = true, JobToken = new GitToken(address, "s3cret-token") }, remote.Clock);
    }
}
