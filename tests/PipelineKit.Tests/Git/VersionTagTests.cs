using PipelineKit.Git;
using Xunit;

namespace PipelineKit.Tests.Git;

public sealed class VersionTagTests
{
    private static readonly string Here = new('a', 40);
    private static readonly string There = new('b', 40);

    private static GitRefList Refs(string tags, string? others = null) => new(
        "o/r",
        [
            .. tags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => new GitRef("refs/tags/" + t, Here)),
            .. (others ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => new GitRef("refs/tags/" + t, There)),
            new GitRef("refs/heads/v9.9.9", Here),
        ]);

    [Theory]
    [InlineData("v4 v4.2 v4.2.2", "v4", "v4.2.2")]
    [InlineData("v4.2.2 v4 latest", "v4", "v4.2.2")]
    [InlineData("v4", "v4", "v4")]
    [InlineData("v4 4.2.2", "v4", "4.2.2")]
    [InlineData("v4.2.2 4.2.2", "v4", "v4.2.2")]
    [InlineData("v4.2.2-rc.1 v4.2.2", "v4", "v4.2.2")]
    [InlineData("v4.2.2-rc.1 v4", "v4", "v4")]
    [InlineData("v4.2.2-rc.1 v4.2.2-rc.2", "main", "v4.2.2-rc.2")]
    [InlineData("codeql-bundle-v2.20.1 v3 v3.28.1", "v3", "v3.28.1")]
    [InlineData("codeql-bundle-v2.20.1 v3 v3.28.1", "codeql-bundle-v2", "codeql-bundle-v2.20.1")]
    [InlineData("codeql-bundle-v1 codeql-bundle-v1.2.3", "codeql-bundle-v1", "codeql-bundle-v1.2.3")]
    [InlineData("setup/v1 setup/v1.2.3 clean/v9.9.9", "setup/v1", "setup/v1.2.3")]
    [InlineData("name@1.2.3", null, "name@1.2.3")]
    [InlineData("v1.9.0 v1.10.0", null, "v1.10.0")]
    [InlineData("latest stable", "latest", null)]
    [InlineData("", "main", null)]
    public void The_most_specific_version_of_a_commit_is_found(string tags, string? asked, string? expected) =>
        Assert.Equal(expected, VersionTags.MostSpecific(Refs(tags, "v5.0.0 v4.9.9"), Here, asked));

    [Theory]
    [InlineData("v4 v4.2.2 v5 v5.0.1", "v4", "v5.0.1")]
    [InlineData("v4.2.2 v5", "v4", "v5")]
    [InlineData("v5.0.0-rc.1 v4.2.2", "v4", "v4.2.2")]
    [InlineData("v5.0.0-rc.1 v5.0.0-rc.10 v5.0.0-rc.2", "v4", "v5.0.0-rc.10")]
    [InlineData("v5 v5.0.0", "v4", "v5.0.0")]
    [InlineData("1.9 1.10", "1.9", "1.10")]
    [InlineData("codeql-bundle-v9 v3.1", "v3", "v3.1")]
    [InlineData("codeql-bundle-v9 v3.1", "codeql-bundle-v1", "codeql-bundle-v9")]
    [InlineData("latest", "v1", null)]
    public void The_newest_version_is_found(string tags, string like, string? expected) =>
        Assert.Equal(expected, VersionTags.Newest(Refs(tags), like));

    [Theory]
    [InlineData("v1.2.3", "", 3, false)]
    [InlineData("V2", "", 1, false)]
    [InlineData("1.2.3.4", "", 4, false)]
    [InlineData("v1.2.3+build.5", "", 3, false)]
    [InlineData("v1.2.3-beta", "", 3, true)]
    [InlineData("v1.2.3rc1", "", 3, true)]
    [InlineData("release-1.2", "release-", 2, false)]
    [InlineData("release/2024-v1.2", "release/2024-", 2, false)]
    [InlineData("qemu-v10.0.4", "qemu-", 3, false)]
    [InlineData("actions/setup-x_v1", "actions/setup-x_", 1, false)]
    public void Versions_are_read(string tag, string prefix, int numbers, bool isPreRelease)
    {
        Assert.True(VersionTag.TryParse(tag, out var version));
        Assert.Equal((prefix, numbers, isPreRelease), (version.Prefix, version.Numbers, version.IsPreRelease));
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("v")]
    [InlineData("main")]
    [InlineData("vfoo")]
    [InlineData("ruby4")]
    [InlineData("v1.2.3.4.5")]
    [InlineData("v1/x")]
    [InlineData("v12345678901234567890")]
    [InlineData("")]
    public void What_is_no_version_is_not_read_as_one(string tag) => Assert.False(VersionTag.TryParse(tag, out _));
}
