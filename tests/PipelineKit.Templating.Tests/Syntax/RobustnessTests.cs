using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class RobustnessTests
{
    [SkippableFact]
    public void Every_template_of_the_shared_cases_parses()
    {
        var failed = MutatedTemplates.Originals().Where(template => Parse(template, TemplateMode.Default).Diagnostics.Count > 0).ToArray();
        Assert.Empty(failed);
    }

    [SkippableFact]
    public void No_text_made_from_real_templates_breaks_the_parser()
    {
        MutatedTemplates.Originals();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                AssertSound(MutatedTemplates.Next(random), (TemplateMode)random.Next(4));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_made_of_the_language_breaks_the_parser() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 30; i++)
            {
                var text = MutatedTemplates.Made(random);
                AssertSound(random.Next(3) == 0 ? text : "{{ " + text, (TemplateMode)random.Next(4));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("{%%%%")]
    [InlineData("{")]
    [InlineData("{{ x }}")]
    [InlineData("{{ # }")]
    [InlineData("a.b ")]
    [InlineData("}")]
    [InlineData("$'{")]
    [InlineData(":")]
    [InlineData("\n")]
    [InlineData("1")]
    [InlineData("{%{ -}")]
    public void Time_and_memory_grow_with_the_text_only(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        foreach (var mode in Enum.GetValues<TemplateMode>())
        {
            var parsed = Parse(text, mode);
            Assert.True(parsed.Diagnostics.Count <= 2000);
            Parse("{{ " + text, mode);
        }
    }

    private static ParsedTemplate Parse(string template, TemplateMode mode) =>
        Parser.Parse(new TemplateSource("text", template), new TemplateParseOptions { Mode = mode });

    private static void AssertSound(string template, TemplateMode mode)
    {
        var parsed = Parse(template, mode);
        var lines = template.Split('\n').Length + template.Count(c => c == '\r');
        Assert.All(parsed.Diagnostics, diagnostic => Assert.InRange(diagnostic.Place.Line, 0, lines));
        Assert.True(parsed.Diagnostics.Count == 0 || (parsed.FrontMatter is null && parsed.Body.Statements.Length == 0));
        TreeSpans.AssertWithin(parsed.Body, template);
        if (parsed.FrontMatter is not null)
        {
            TreeSpans.AssertWithin(parsed.FrontMatter, template);
        }
    }
}
