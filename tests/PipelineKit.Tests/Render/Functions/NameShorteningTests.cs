using PipelineKit.Render.Functions;
using Xunit;

namespace PipelineKit.Tests.Render.Functions;

public sealed class NameShorteningTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("Shop", "shop")]
    [InlineData("a-1", "a-1")]
    public void A_name_stays_a_name(string text, string name) => Assert.Equal(name, NameShortening.Name(text));

    [Theory]
    [InlineData("Jane Doe's Branch", "jane-doe-s-branch-")]
    [InlineData("feature/x_y", "feature-x-y-")]
    [InlineData("---", "x-")]
    [InlineData("", "x-")]
    [InlineData("ä", "x-")]
    public void Other_text_becomes_one_and_keeps_a_hash(string text, string stem)
    {
        var name = NameShortening.Name(text);

        Assert.StartsWith(stem, name, StringComparison.Ordinal);
        Assert.Equal(stem.Length + 8, name.Length);
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", name);
    }

    [Fact]
    public void Long_texts_that_begin_alike_stay_apart_and_within_the_length()
    {
        var one = NameShortening.Name(new string('a', 80));
        var other = NameShortening.Name(new string('a', 81));

        Assert.NotEqual(one, other);
        Assert.Equal((63, 63), (one.Length, other.Length));
    }

    [Theory]
    [InlineData("v1.2_x", "v1.2_x")]
    [InlineData("", "")]
    public void A_label_value_stays_one(string text, string label) => Assert.Equal(label, NameShortening.Label(text));

    [Theory]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("a.")]
    public void Other_text_becomes_a_label_value(string text) =>
        Assert.Matches("^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$", NameShortening.Label(text));
}
