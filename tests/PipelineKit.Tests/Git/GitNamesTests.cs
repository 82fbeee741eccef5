using PipelineKit.Git;
using Xunit;

namespace PipelineKit.Tests.Git;

public sealed class GitNamesTests
{
    [Theory]
    [InlineData("actions/checkout", true)]
    [InlineData("a/b.c_d-e", true)]
    [InlineData("a", false)]
    [InlineData("a/b/c", false)]
    [InlineData("/b", false)]
    [InlineData("a/", false)]
    [InlineData("../b", false)]
    [InlineData("a/..", false)]
    [InlineData("-a/b", false)]
    [InlineData("a/--upload-pack=x", false)]
    [InlineData("a/b?x", false)]
    [InlineData("a/b%2fc", false)]
    [InlineData("a@b/c", false)]
    [InlineData("a/b\n", false)]
    public void Repositories(string text, bool isOne) => Assert.Equal(isOne, GitNames.IsRepository(text));

    [Theory]
    [InlineData("v4", true)]
    [InlineData("refs/tags/v4", true)]
    [InlineData("name/v1.2.3", true)]
    [InlineData("a@b", true)]
    [InlineData("é", true)]
    [InlineData("", false)]
    [InlineData("@", false)]
    [InlineData("-x", false)]
    [InlineData("--upload-pack=x", false)]
    [InlineData("a..b", false)]
    [InlineData("a@{1}", false)]
    [InlineData("a b", false)]
    [InlineData("a~1", false)]
    [InlineData("a^{}", false)]
    [InlineData("a:b", false)]
    [InlineData("+a:b", false)]
    [InlineData("a?", false)]
    [InlineData("a*", false)]
    [InlineData("a[b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a/", false)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData("a.", false)]
    [InlineData("a/.b", false)]
    [InlineData("a.lock", false)]
    [InlineData("a.lock/b", false)]
    [InlineData("a\u007F", false)]
    [InlineData("a\nb", false)]
    public void Refs(string text, bool isOne) => Assert.Equal(isOne, GitNames.IsRef(text));

    [Theory]
    [InlineData("actions/checkout@v4", true)]
    [InlineData("a/b/c/.github/workflows/x.yml@main", true)]
    [InlineData("a/b@name/v1@2", true)]
    [InlineData("a/b", false)]
    [InlineData("a@v1", false)]
    [InlineData("./local@v1", false)]
    [InlineData("a/../b@v1", false)]
    [InlineData("a/b@", false)]
    [InlineData("a/b@..", false)]
    public void Uses(string text, bool isOne) => Assert.Equal(isOne, GitNames.IsUses(text));

    [Theory]
    [InlineData("https://github.com", "https://github.com/", null)]
    [InlineData("https://ghes.example.com:8443/git/", "https://ghes.example.com:8443/git/", null)]
    [InlineData("http://127.0.0.1:3000", "http://127.0.0.1:3000/", null)]
    [InlineData("http://[::1]:3000/x", "http://[::1]:3000/x/", null)]
    [InlineData("http://localhost", "http://localhost/", null)]
    [InlineData("http://github.com", null, "plain HTTP")]
    [InlineData("http://localhost.example.com", null, "plain HTTP")]
    [InlineData("http://127.0.0.1.example.com", null, "plain HTTP")]
    [InlineData("https://user:pass@github.com", null, "credentials")]
    [InlineData("https://github.com?x", null, "query")]
    [InlineData("https://github.com#x", null, "query or fragment")]
    [InlineData("ssh://github.com", null, "scheme")]
    [InlineData("file:///etc", null, "scheme")]
    [InlineData("github.com", null, "not an address")]
    public void Server_addresses(string text, string? expected, string? problem)
    {
        Assert.Equal(expected is not null, GitServerAddress.TryParse(text, out var address, out var found));
        Assert.Equal(expected, address?.ToString());
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
    }
}
