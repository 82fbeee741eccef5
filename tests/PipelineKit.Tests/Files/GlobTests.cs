using PipelineKit.Files;
using Xunit;

namespace PipelineKit.Tests.Files;

public sealed class GlobTests
{
    [Theory]
    [InlineData("Dockerfile", "Dockerfile", true)]
    [InlineData("Dockerfile", "a/b/Dockerfile", true)]
    [InlineData("Dockerfile", "a/b/Dockerfile.dev", false)]
    [InlineData("/Dockerfile", "a/Dockerfile", false)]
    [InlineData("/Dockerfile", "Dockerfile", true)]
    [InlineData("./Dockerfile", "Dockerfile", true)]
    [InlineData("./a/*.yml", "a/x.yml", true)]
    [InlineData("*.yml", "a/b/c.yml", true)]
    [InlineData("a/*.yml", "a/b/c.yml", false)]
    [InlineData("a/*.yml", "a/c.yml", true)]
    [InlineData("a/**/c.yml", "a/c.yml", true)]
    [InlineData("a/**/c.yml", "a/b/b/c.yml", true)]
    [InlineData("**/c.yml", "c.yml", true)]
    [InlineData("a/**", "a/b/c.yml", true)]
    [InlineData("a/**", "b/a/c.yml", false)]
    [InlineData("a/**", "a", false)]
    [InlineData("**", "a/b", true)]
    [InlineData("vendor", "x/vendor/y/z.yml", true)]
    [InlineData("vendor/", "x/vendor/y/z.yml", true)]
    [InlineData("deploy/prod", "deploy/prod/x.yml", true)]
    [InlineData("deploy/prod", "deploy/product/x.yml", false)]
    [InlineData("a/**/b/**/c", "a/b/x/b/y/c", true)]
    [InlineData("a/**/b/**/c", "a/x/y/c", false)]
    [InlineData("?.yml", "a.yml", true)]
    [InlineData("?.yml", "ab.yml", false)]
    [InlineData("*.y{a,}ml", "x.yaml", true)]
    [InlineData("*.y{a,}ml", "x.yml", true)]
    [InlineData("{a,b/{c,d}}/x", "b/d/x", true)]
    [InlineData("{a,b/{c,d}}/x", "b/e/x", false)]
    [InlineData("{a}", "{a}", true)]
    [InlineData("[ab].yml", "b.yml", true)]
    [InlineData("[!ab].yml", "b.yml", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[x", "[x", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("A", "a", false)]
    public void Patterns_fit_what_they_say(string pattern, string path, bool fits) => Assert.Equal(fits, Glob.Parse(pattern).Matches(path));

    [Fact]
    public void A_pattern_that_would_blow_up_is_refused_or_answered_at_once()
    {
        Assert.Throws<FormatException>(() => Glob.Parse(""));
        Assert.Throws<FormatException>(() => Glob.Parse("a\nb"));
        Assert.Throws<FormatException>(() => Glob.Parse(new string('a', 2000)));
        Assert.Throws<FormatException>(() => Glob.Parse(string.Concat(Enumerable.Repeat("{a,b}", 7))));
        Assert.False(Glob.Parse(string.Concat(Enumerable.Repeat("*a", 200)) + "b").Matches(new string('a', 5000)));
        Assert.False(Glob.Parse(string.Concat(Enumerable.Repeat("**/a/", 100)) + "b").Matches(string.Concat(Enumerable.Repeat("a/", 2000)) + "c"));
    }

    [Theory]
    [InlineData(new[] { "*.yml", "!x.yml" }, "x.yml", false)]
    [InlineData(new[] { "*.yml", "!x.yml" }, "y.yml", true)]
    [InlineData(new[] { "*.yml", "!a/**", "a/b.yml" }, "a/b.yml", true)]
    [InlineData(new[] { "*.yml", "!a/**", "a/b.yml" }, "a/c.yml", false)]
    [InlineData(new[] { "!a/**" }, "b/c", true)]
    [InlineData(new[] { "!a/**" }, "a/c", false)]
    [InlineData(new string[0], "a", false)]
    public void The_last_pattern_that_fits_decides(string[] patterns, string path, bool fits) => Assert.Equal(fits, GlobSet.Parse(patterns).Matches(path));
}
