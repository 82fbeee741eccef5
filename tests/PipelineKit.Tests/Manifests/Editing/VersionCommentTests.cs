using PipelineKit.Manifests.Editing;
using Xunit;

namespace PipelineKit.Tests.Manifests.Editing;

public sealed class VersionCommentTests
{
    [Theory]
    [InlineData("# v1.2.3", "v1.2.3")]
    [InlineData("#v1", "v1")]
    [InlineData("#  v1.2", "v1.2")]
    [InlineData("# 1.2.3", "1.2.3")]
    [InlineData("# 3", "3")]
    [InlineData("# tag=v1", "v1")]
    [InlineData("# renovate: tag=v1", "v1")]
    [InlineData("# v1 (source v2)", "v1")]
    [InlineData("# owner/repo@v1", "v1")]
    [InlineData("# zizmor: ignore[unpinned-uses] # v1", "v1")]
    [InlineData("# ratchet:actions/checkout@v4", "v4")]
    [InlineData("# pin @v4", "v4")]
    [InlineData("# pin@v4", "v4")]
    [InlineData("# v4.1.1, the last that works on the old runner", "v4.1.1")]
    [InlineData("# v4.1.1. Do not update", "v4.1.1")]
    [InlineData("# v1.2.3-rc.1+build.5", "v1.2.3-rc.1+build.5")]
    [InlineData("# codeql-bundle-v2.17.0", "codeql-bundle-v2.17.0")]
    [InlineData("# releases/v1", "releases/v1")]
    [InlineData("# cli/v0.9.1 and more", "cli/v0.9.1")]
    [InlineData("# main", "main")]
    [InlineData("# main # keep", "main")]
    [InlineData("# ratchet:a/b@main", "main")]
    [InlineData("# keep this", "")]
    [InlineData("# keep", "")]
    [InlineData("# nosec", "")]
    [InlineData("# 3 retries", "")]
    [InlineData("# main is broken", "")]
    [InlineData("# fixes #123", "")]
    [InlineData("# CVE-2024-1234", "")]
    [InlineData("# see v4", "")]
    [InlineData("# 2nd", "")]
    [InlineData("# v", "")]
    [InlineData("#", "")]
    [InlineData("", "")]
    public void The_version_is_read_in_every_form_people_write(string comment, string version)
    {
        Assert.Equal(version.Length > 0, VersionComment.TryFind(comment, out var start, out var found));
        Assert.Equal(version, found);
        Assert.True(version.Length == 0 || comment[start..].StartsWith(version, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("v4.2.2", true)]
    [InlineData("4", true)]
    [InlineData("main", true)]
    [InlineData("my-branch", false)]
    [InlineData("v4 ", false)]
    [InlineData("v4\n", false)]
    [InlineData("a@v4", false)]
    [InlineData("tag=v4", false)]
    [InlineData("", false)]
    public void Only_what_reads_back_the_same_is_written(string version, bool readable) => Assert.Equal(readable, VersionComment.IsReadable(version));
}
