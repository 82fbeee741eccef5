using PipelineKit.Actions.Rendering;
using PipelineKit.Failures;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Actions.Rendering;

public sealed class GeneratedBlocksTests
{
    [Fact]
    public void Only_the_text_between_the_marks_changes()
    {
        var page = "# Title\r\n\nbefore\n<!-- pipelinekit:outputs say-it -->\nold\nolder\n<!-- /pipelinekit -->\nafter, no line end";

        var filled = Fill(page);

        Assert.StartsWith("# Title\r\n\nbefore\n<!-- pipelinekit:outputs say-it -->\n| output | on Azure Pipelines | what it is |\n", filled, StringComparison.Ordinal);
        Assert.Contains("| `said-words` | `saidWords` | What was said. |\n", filled, StringComparison.Ordinal);
        Assert.EndsWith("|\n<!-- /pipelinekit -->\nafter, no line end", filled, StringComparison.Ordinal);
        Assert.DoesNotContain("old", filled, StringComparison.Ordinal);
    }

    [Fact]
    public void Filling_twice_changes_nothing()
    {
        var once = Fill("<!-- pipelinekit:inputs say-it -->\n<!-- /pipelinekit -->\n<!-- pipelinekit:permissions say-it -->\n<!-- /pipelinekit -->\n");

        Assert.Equal(once, Fill(once));
    }

    [Fact]
    public void A_page_without_marks_stays_as_it_is()
    {
        const string page = "text\n\n\n  <!-- a comment -->\n";

        Assert.Equal(page, Fill(page));
    }

    [Fact]
    public void A_bar_in_a_description_does_not_break_the_row()
    {
        Assert.Contains("don't \\| shout", Fill("<!-- pipelinekit:inputs say-it -->\n<!-- /pipelinekit -->"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_of_the_table_of_commands_lead_to_the_root_of_the_repository()
    {
        var page = GeneratedBlocks.Fill(new("docs/a/b.md", "<!-- pipelinekit:commands -->\n<!-- /pipelinekit -->"), SampleCatalog.Both).Content;

        Assert.Contains("[`say-it`](../../actions/say-it/README.md)", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n<!-- pipelinekit:inputs say-it -->\ntext\n", 2, "has no end")]
    [InlineData("<!-- pipelinekit:inputs say-id -->\n<!-- /pipelinekit -->\n", 1, "unknown")]
    [InlineData("<!-- pipelinekit:options -->\n<!-- /pipelinekit -->\n", 1, "unknown")]
    public void A_wrong_mark_is_refused_with_its_place(string page, int line, string what)
    {
        var problem = Assert.Throws<FailureException>(() => Fill(page));

        var failure = Assert.Single(problem.Failures);
        Assert.Equal(new SourcePlace("page.md", line), failure.Place);
        Assert.Contains(what, failure.What, StringComparison.Ordinal);
    }

    private static string Fill(string page) => GeneratedBlocks.Fill(new GeneratedFile("page.md", page), SampleCatalog.Both).Content;
}
