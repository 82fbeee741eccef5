using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PipelineKit.Ci;
using PipelineKit.PullRequests;
using PipelineKit.Tests.Ci;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

/// <summary>Hostile text in every place of a pull request, read by an independent Markdown parser with all its extensions.</summary>
public sealed class TextHostileTests
{
    private const string Run = "https://ci.example/run";
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().UseFootnotes().Build();

    [Fact]
    public void No_link_image_or_HTML_comes_out_of_a_body_that_was_not_made_here()
    {
        var batch = 0;
        Hostile.Check(texts =>
        {
            // A body has every text in a dozen places, so a part of the batches is as good as all.
            if (batch++ % 20 != 0 && texts.Length > 1)
            {
                return;
            }

            var body = PullRequestText.Of(Describe(texts), "github").Body;
            var document = Markdown.Parse(body, Pipeline);
            Assert.False(document.Descendants().Any(node => node is AutolinkInline or HtmlInline or HtmlBlock or LinkReferenceDefinition or EmphasisInline), body);
            Assert.Single(document.Descendants<HeadingBlock>());
            Assert.All(document.Descendants<LinkInline>(), l => Assert.True(!l.IsImage && (l.Url == Run || l.Url!.StartsWith("https://host.example/promotions/", StringComparison.Ordinal) || l.Url!.StartsWith("https://evidence.example/", StringComparison.Ordinal)), l.Url));
            var tables = document.Descendants<Markdig.Extensions.Tables.Table>().ToList();
            Assert.Equal(5, tables.Count);
            Assert.All(tables, t => Assert.All(t, row => Assert.Equal(((Markdig.Extensions.Tables.TableRow)t[0]).Count, ((Markdig.Extensions.Tables.TableRow)row).Count)));
            Assert.DoesNotMatch(@"(?<![\p{L}\p{N}`])@[A-Za-z0-9]|#[0-9]|##\[|##vso", Prose(body));
        });
    }

    [Fact]
    public void No_mention_issue_address_or_command_comes_out_of_a_title() =>
        Hostile.Check(texts => Assert.All(texts, text =>
        {
            var title = MarkdownText.Plain($"Promote {text} in {text} to {text}", 200);
            Assert.DoesNotMatch(@"@[A-Za-z0-9<]|#[0-9]|GH-[0-9]|://|##\[|##vso|[\p{Cc}-[\t]]", title);
            Assert.False(title.AsSpan().ContainsAny('\n', '\r'));
            Assert.InRange(title.Length, 1, 600);
        }));

    [Theory]
    [InlineData("https://a.example/x y", "[t](https://a.example/x%20y)")]
    [InlineData("https://a.example/)](https://evil.example)", "[t](https://a.example/%29%5D%28https://evil.example%29)")]
    [InlineData("https://a.example/?q=a&copy=b|c`d", "[t](https://a.example/?q=a&amp;copy=b%7Cc%60d)")]
    [InlineData("https://user:password@a.example/", "t")]
    [InlineData("javascript:alert(1)", "t")]
    [InlineData("//a.example", "t")]
    [InlineData("", "t")]
    public void An_address_that_is_none_is_no_link(string address, string expected) => Assert.Equal(expected, MarkdownText.Link("t", address));

    // Nothing is looked for in fixed-width text and in where links lead; what leads there is made of few characters. A bracket ends a text unless an odd number of backslashes stands before it.
    private static string Prose(string body)
    {
        var text = Regex.Replace(body, @"\\.|`[^`\n]*`", m => m.Value[0] == '`' ? "" : m.Value);
        Assert.DoesNotMatch(@"(?<=(?<!\\)(?:\\\\)*)\]\(https:[^)]*(##|[\[\]<>|\\`@""' ])[^)]*\)", text);
        return Regex.Replace(text, @"(?<=(?<!\\)(?:\\\\)*)\]\(https:[^)]*\)", "]");
    }

    private static PromotionDescription Describe(string[] texts) => TextTests.Full() with
    {
        App = texts[0],
        Environment = texts[^1],
        BypassReason = "why: " + texts[0],
        Actor = texts[0],
        FourEyes = texts[^1],
        Line = new LinkedText(texts[0], "https://host.example/promotions/a", Code: true),
        Record = new LinkedText(texts[^1], "https://host.example/promotions/b", Code: true),
        Commits = new LinkedText("commits " + texts[0], null),
        RunUrl = Run,
        Gates = [.. texts.Select(t => new DescribedGate(t, t, t, new LinkedText("e" + t, "https://evidence.example/" + t)))],
        Approvals = [.. texts.Select(t => new Approval(t, t, null, t, t, t))],
        Vulnerabilities = [.. texts.Select(t => new VulnerabilityDifference(t, [t], [t, t]))],
        Components = [.. texts.Select(t => new ComponentDifference(t, t, t))],
    };
}
