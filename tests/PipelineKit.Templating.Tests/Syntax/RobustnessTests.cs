using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Templating.Syntax;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

public sealed class RobustnessTests
{
    private static readonly string[] _pieces =
    [
        "{{", "}}", "{{-", "-}}", "{{~", "~}}", "{%{", "}%}", "{", "}", "[", "]", "(", ")", "$\"", "$'", "\"", "'", "`", "\\", "\\u12", "#", "##", "|", "|>", "||", "&", "&&", "?", "?.", "??", ":", ";", "\n", "\r", " ",
        ".", "..", "...", "..<", "^", "@", "!", "++", "--", "+=", "=", "//", "<<", "0x", "0b1.", "1e", "1.", "12", "if ", "else ", "end ", "for x in ", "case ", "when ", "func f(a", "do ", "ret ", "$$", "$0", "$",
        "wrap ", "capture ", "with ", "while ", "for.index", "tablerow x in y ", "import ", "readonly ", "empty?", "null", "this", "+++\n", "\0", "é", "\ud800", "\u2028", "\u0661", "x", "limit:",
    ];

    private static readonly Lazy<string[]> _templates = new(LoadTemplates);

    [SkippableFact]
    public void Every_template_of_the_shared_cases_parses()
    {
        var failed = Templates().Where(template => Parse(template, TemplateMode.Default).Diagnostics.Count > 0).ToArray();
        Assert.Empty(failed);
    }

    [SkippableFact]
    public void No_text_made_from_real_templates_breaks_the_parser()
    {
        var templates = Templates();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                AssertSound(Mutate(templates[random.Next(templates.Length)], random), (TemplateMode)random.Next(4));
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
                var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => _pieces[random.Next(_pieces.Length)]));
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

    private static string[] Templates()
    {
        Peer.SharedData("scriban-cases");
        return _templates.Value;
    }

    private static string[] LoadTemplates()
    {
        var folder = Peer.SharedData("scriban-cases");
        using var includes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "includes.scriban.json")));
        return
        [
            .. Directory.EnumerateFiles(folder, "*.tpl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText),
            .. includes.RootElement.GetProperty("templates").EnumerateObject().Where(template => template.Name != "invalid").Select(template => template.Value.GetString()!),
        ];
    }

    private static string Mutate(string template, Random random)
    {
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(template.Length + 1);
            var length = Math.Min(random.Next(4), template.Length - at);
            template = random.Next(3) switch
            {
                0 => template.Remove(at, length),
                1 => template.Insert(at, _pieces[random.Next(_pieces.Length)]),
                _ => template.Remove(at, length).Insert(at, _pieces[random.Next(_pieces.Length)]),
            };
        }

        return template;
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
