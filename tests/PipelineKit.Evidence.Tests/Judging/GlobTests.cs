using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "a/b", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbd", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("https://github.com/acme/*", "https://github.com/acme/x/y", true)]
    [InlineData("https://github.com/acme/*", "https://github.com/acme-evil/x", false)]
    [InlineData("acme", "acme2", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    public void Names_fit(string pattern, string text, bool fits) => Assert.Equal(fits, Glob.Name(pattern, text));

    [Theory]
    [InlineData("usr/lib/*.jar", "/usr/lib/a.jar", true)]
    [InlineData("usr/lib/*.jar", "usr/lib/x/a.jar", false)]
    [InlineData("usr/**/*.jar", "usr/lib/x/a.jar", true)]
    [InlineData("usr/**/*.jar", "usr/a.jar", true)]
    [InlineData("**/a.jar", "a.jar", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("app/**", "app/x/y", true)]
    [InlineData("app/**", "application/x", false)]
    [InlineData("./app/x", "/app/x", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("**/x/**/y", "a/x/b/x/y", true)]
    [InlineData("**/x/**/y", "a/x/b/z", false)]
    public void Paths_fit(string pattern, string path, bool fits) => Assert.Equal(fits, Glob.Path(pattern, path));

    [Fact]
    public void A_pattern_of_many_stars_is_no_trap() =>
        Assert.False(Glob.Name(string.Concat(Enumerable.Repeat("*a", 2000)), new string('a', 1999)));
}
