using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class TextOrderTests
{
    [Theory]
    [InlineData("a A b B")]
    [InlineData("fruit Orange")]
    [InlineData("1 10 2 a")]
    [InlineData("_a 1 a")]
    [InlineData("cote coté côte")]
    [InlineData("résumé Résumé resumes")]
    [InlineData("ab aB Ab abc")]
    [InlineData("Äpfel Birne Zebra")]
    public void Words_stand_in_the_order_people_expect(string sorted)
    {
        var words = sorted.Split(' ');
        for (var i = 1; i < words.Length; i++)
        {
            Assert.True(TextOrder.Compare(words[i - 1], words[i]) < 0, $"{words[i - 1]} before {words[i]}");
            Assert.True(TextOrder.Compare(words[i], words[i - 1]) > 0, $"{words[i]} after {words[i - 1]}");
        }
    }

    [Fact]
    public void Equal_texts_are_equal() => Assert.Equal(0, TextOrder.Compare("ab", "ab"));
}
