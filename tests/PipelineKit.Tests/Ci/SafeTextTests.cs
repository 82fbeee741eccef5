using PipelineKit.Ci;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("::error::x", "\\::error::x")]
    [InlineData("  \t::error::x", "  \t\\::error::x")]
    [InlineData("\u3000::x::", "\u3000\\::x::")]
    [InlineData("\u200B::x::", "\u200B\\::x::")]
    [InlineData(":\u00AD:x::", "\\:\u00AD:x::")]
    [InlineData("\0::x::", "␀::x::")]
    [InlineData("CVE-1 ##[add-matcher]/m.json", "CVE-1 ##\\[add-matcher]/m.json")]
    [InlineData("###[x]", "###\\[x]")]
    [InlineData("#\u200B#\uFE0F[x]", "#\u200B#\uFE0F\\[x]")]
    [InlineData("a ##vso[task.debug]x", "a ##\\vso[task.debug]x")]
    [InlineData("a ##VsO x", "a ##\\VsO x")]
    [InlineData("##v##vso", "##v##\\vso")]
    [InlineData("##vſo[x]", "##\\vſo[x]")]
    [InlineData("##\U000E0020[x]", "##\U000E0020\\[x]")]
    [InlineData("one\r\ntwo", "one␍␊two")]
    [InlineData("a\u0085b\u2028c\u2029d", "a<U+0085>b<U+2028>c<U+2029>d")]
    [InlineData("\u001B[31mred\u007F", "␛[31mred␡")]
    [InlineData("a\u202Eb\u2069", "a<U+202E>b<U+2069>")]
    public void What_a_CI_system_or_terminal_would_obey_is_made_visible(string text, string expected)
    {
        Assert.Equal(expected, SafeText.Line(text));
        Assert.Equal(expected, SafeText.Line(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nginx:1.27@sha256:0123 -> ghcr.io/acme/app:v1::latest")]
    [InlineData("std::string is # 1, and ## headings [too]")]
    [InlineData("##version 2, # [x], ##  [")]
    [InlineData("deploy/app.yaml:3:7\tindent kept")]
    [InlineData("naïve 名前 שלום 😀 👩‍👩‍👧 #️⃣")]
    public void Ordinary_text_is_left_alone(string text) => Assert.Equal(text, SafeText.Line(text));

    [Theory]
    [InlineData(SafeText.MaxLineLength)]
    [InlineData(SafeText.MaxLineLength + 1)]
    [InlineData(1_000_000)]
    public void A_long_line_is_cut_and_says_by_how_much(int length)
    {
        var cut = SafeText.Line(new string('x', length));
        Assert.True(cut.Length <= SafeText.MaxLineLength);
        Assert.Equal(length > SafeText.MaxLineLength, cut.EndsWith("more characters)", StringComparison.Ordinal));
        Assert.Equal(cut, SafeText.Line(cut));
    }

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\uFFFDb\uFFFD", SafeText.Line("a\uD800b\uDC00"));

    [Fact]
    public void A_cut_does_not_split_a_character()
    {
        var cut = SafeText.Line(string.Concat(Enumerable.Repeat("😀", 100)), maxLength: 61);
        Assert.Equal("😀😀😀😀😀😀😀😀😀😀… (180 more characters)", cut);
    }

    [Fact]
    public void A_block_keeps_its_line_breaks_and_every_line_is_safe() =>
        Assert.Equal("a\n\\::b::\n##\\[c]", SafeText.Block("a\r\n::b::\n##[c]"));

    [Fact]
    public void Whatever_goes_in_a_second_pass_changes_nothing() =>
        Hostile.Check(texts => Assert.All(texts, text =>
        {
            var once = SafeText.Line(text);
            Assert.Equal(once, SafeText.Line(once));
            Assert.DoesNotContain(once, c => c != '\t' && char.IsControl(c));
        }));
}
