using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

[Collection(TimedTests.Name)]
public sealed class HtmlBuiltinsTests
{
    [Theory]
    [InlineData("a & <b> \"c\" 'd'", "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39;")]
    [InlineData("é\u00a0ÿĀ€\u0080", "&#233;&#160;&#255;Ā€\u0080")]
    [InlineData("\U0001F600", "&#128512;")]
    public void Characters_of_markup_and_of_Latin_are_escaped(string text, string expected) => Assert.Equal(expected, Piped(text, "html.escape"));

    [Theory]
    [InlineData("a\nb\r\nc\rd", "a<br />\nb<br />\r\nc<br />\rd")]
    [InlineData("abc", "abc")]
    public void Newlines_get_a_break_before_them(string text, string expected) => Assert.Equal(expected, Piped(text, "html.newline_to_br"));

    [Theory]
    [InlineData("a<b>c</b>d", "acd")]
    [InlineData("a<script>x<y</SCRIPT>b", "ab")]
    [InlineData("a<!-- <b> -->c", "ac")]
    [InlineData("<style>\np{}\n</style>x", "x")]
    [InlineData("<a href='>' title=\">\" b=c>x", "x")]
    [InlineData("<a href=>x>y", "y")]
    [InlineData("<a href=''>x", "x")]
    [InlineData("<a b='c>d", "<a b='c>d")]
    [InlineData("1 < 2 and 3 > 2", "1  2")]
    [InlineData("<script>x", "x")]
    [InlineData("<!-- a > b", " b")]
    [InlineData("a < b", "a < b")]
    [InlineData("<", "<")]
    [InlineData("a=b", "a=b")]
    public void Tags_are_stripped(string text, string expected) => Assert.Equal(expected, Piped(text, "html.strip"));

    [Theory]
    [InlineData("html.url_encode", "a b/é?&=+~", "a%20b%2F%C3%A9%3F%26%3D%2B~")]
    [InlineData("html.url_escape", "http://x/é b?c=[d]&e%20'f'", "http://x/%C3%A9%20b?c=[d]&e%2520'f'")]
    [InlineData("html.url_encode", "\U0001F600", "%F0%9F%98%80")]
    public void Urls_are_escaped(string function, string text, string expected) => Assert.Equal(expected, Piped(text, function));

    [Fact]
    public void Half_a_character_is_escaped_as_the_replacement_character() => Assert.Equal("%EF%BF%BD", Piped("\ud800", "html.url_encode"));

    [Theory]
    [InlineData("<")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("<a b='")]
    [InlineData("<a b=\"x' ")]
    public void Stripping_takes_linear_time(string bait)
    {
        var text = string.Concat(Enumerable.Repeat(bait, 300_000 / bait.Length));
        var taken = TimedTests.Of(TimeSpan.FromSeconds(1), () => Piped(text, "html.strip"));
        Assert.True(taken < TimeSpan.FromSeconds(1), $"{taken} for {text.Length} characters");
    }

    private static string Piped(string text, string function)
    {
        var model = new ScriptObject();
        model.Set("text", text);
        return Rendered.Expression("text | " + function, new TemplateRenderOptions { Model = model });
    }
}
