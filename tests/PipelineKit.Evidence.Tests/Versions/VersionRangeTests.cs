using Xunit;

namespace PipelineKit.Evidence.Tests.Versions;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("<1.2", "1.1.9", true)]
    [InlineData("<1.2", "1.2.0", false)]
    [InlineData(">=1.0,<1.2", "1.0.0", true)]
    [InlineData(">= 1.0, < 1.2", "0.9.0", false)]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("=1.2.3", "1.2.4", false)]
    [InlineData("!=1.2.3", "1.2.4", true)]
    [InlineData("*", "anything", true)]
    [InlineData("<1.0||>=2.0,<2.1", "2.0.5", true)]
    [InlineData("<1.0 || >=2.0,<2.1", "1.5.0", false)]
    [InlineData("<1.2", "latest", null)]
    [InlineData("<1.0||<0.9", "latest", null)]
    [InlineData("vers:npm/*", "9.9.9", true)]
    [InlineData("vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.2.3", true)]
    [InlineData("vers:npm/1.2.3|>=2.0.0|<5.0.0", "3.0.0", true)]
    [InlineData("vers:npm/1.2.3|>=2.0.0|<5.0.0", "5.0.0", false)]
    [InlineData("vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.5.0", false)]
    [InlineData("vers:npm/<1.0.0|>=2.0.0|!=2.5.0|<3.0.0", "0.5.0", true)]
    [InlineData("vers:npm/<1.0.0|>=2.0.0|!=2.5.0|<3.0.0", "2.5.0", false)]
    [InlineData("vers:npm/<1.0.0|>=2.0.0|!=2.5.0|<3.0.0", "2.6.0", true)]
    [InlineData("vers:npm/<1.0.0|>=2.0.0|!=2.5.0|<3.0.0", "1.0.0", false)]
    [InlineData("vers:npm/>2.0.0", "2.0.0", false)]
    [InlineData("vers:npm/>2.0.0", "7.0.0", true)]
    [InlineData("vers:npm/<=2.0.0", "2.0.0", true)]
    [InlineData("vers:npm/!=2.0.0", "1.0.0", true)]
    [InlineData("vers:npm/1.0.0|2.0.0", "1.5.0", false)]
    [InlineData("vers:deb/>=1:1.0|<1:2.0~rc1", "1:1.5-1", true)]
    [InlineData("vers:deb/<1.0%2Bdfsg-1", "1.0-5", true)]
    [InlineData("vers:pypi/<1.0", "1.0rc1", true)]
    [InlineData("vers:npm/<1.0.0", "latest", null)]
    public void A_version_is_in_a_range_or_not_or_nobody_can_say(string range, string version, bool? expected)
    {
        Assert.True(VersionRange.TryParse(range, VersionScheme.Semantic, out var parsed, out var problem), problem);
        Assert.Equal(expected, parsed.Contains(version));
        Assert.Equal(range, parsed.Text);
    }

    [Theory]
    [InlineData("", "is no constraint")]
    [InlineData("<", "is no constraint")]
    [InlineData("<>1", "is no comparison")]
    [InlineData("<1,,>2", "is no constraint")]
    [InlineData("<1 2", "is no constraint")]
    [InlineData(">*", "is no constraint")]
    [InlineData("vers:npm", "vers:SCHEME/CONSTRAINTS")]
    [InlineData("vers:strange/<1", "'strange' is not known")]
    [InlineData("vers:npm/<1%2", "percent-encoded")]
    public void What_is_no_range_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(VersionRange.TryParse(text, VersionScheme.Semantic, out var range, out var problem));
        Assert.Null(range);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_constraints_has_a_bound()
    {
        Assert.False(VersionRange.TryParse(string.Join(',', Enumerable.Repeat("<1", 513)), VersionScheme.Semantic, out _, out var problem));
        Assert.Contains("512", problem, StringComparison.Ordinal);
    }
}
