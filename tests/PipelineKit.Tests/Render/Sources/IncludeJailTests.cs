using PipelineKit.Render.Sources;
using PipelineKit.Templating;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Render.Sources;

public sealed class IncludeJailTests
{
    [Fact]
    public void A_file_below_the_root_is_included_and_read_once()
    {
        using var folder = new TempFolder();
        folder.Write("t/parts/_a.sbn", "one");
        var jail = new IncludeJail(folder.Path, "t");

        var first = jail.Find("parts/_a.sbn", out var problem);
        folder.Write("t/parts/_a.sbn", "two");

        Assert.Null(problem);
        Assert.Equal(("t/parts/_a.sbn", "one"), (first!.Path, first.Text));
        Assert.Same(first, jail.Find("parts/_a.sbn", out _));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/etc/passwd.txt", "absolute")]
    [InlineData("../secret.txt", "`..`")]
    [InlineData("parts/../../secret.txt", "`..`")]
    [InlineData("parts/..", "`..`")]
    [InlineData("./a.sbn", "empty part or `.`")]
    [InlineData("parts//a.sbn", "empty part or `.`")]
    [InlineData("a.sbn/", "empty part or `.`")]
    [InlineData("C:/a.sbn", "`:`")]
    [InlineData("a.sbn:stream.txt", "`:`")]
    [InlineData("parts\\a.sbn", "`\\`")]
    [InlineData("..\\secret.txt", "`\\`")]
    [InlineData("a*.sbn", "`*`")]
    [InlineData("a\0.sbn", "control character")]
    [InlineData("a\n.sbn", "control character")]
    [InlineData("a.sbn.", "ends with a dot or blank")]
    [InlineData("a.sbn ", "ends with a dot or blank")]
    [InlineData("parts /a.sbn", "ends with a dot or blank")]
    [InlineData("a.sh", "its ending is not one of")]
    [InlineData("id_rsa", "its ending is not one of")]
    [InlineData(".sbn", "its ending is not one of")]
    public void A_name_that_could_lead_elsewhere_is_refused_by_its_text_alone(string name, string why) =>
        Assert.Contains(why, IncludeName.ProblemOf(name), StringComparison.Ordinal);

    [Fact]
    public void A_name_of_many_parts_or_letters_is_refused()
    {
        Assert.Contains("parts", IncludeName.ProblemOf(string.Join('/', Enumerable.Repeat("a", 17)) + "/b.sbn"), StringComparison.Ordinal);
        Assert.Contains("longer", IncludeName.ProblemOf(new string('a', 600) + ".sbn"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_inside_the_root_is_followed_and_one_that_leads_out_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("t/real.sbn", "real");
        folder.Write("outside/secret.txt", "secret");
        folder.Write("t-evil/x.txt", "secret");
        Link(folder, "t/inside.sbn", "t/real.sbn");
        Link(folder, "t/file.txt", "outside/secret.txt");
        Link(folder, "t/neighbour.txt", "t-evil/x.txt");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "t/folder"), Path.Combine(folder.Path, "outside"));
        var jail = new IncludeJail(folder.Path, "t");

        Assert.Equal("real", jail.Find("inside.sbn", out _)!.Text);
        foreach (var name in (string[])["file.txt", "neighbour.txt", "folder/secret.txt"])
        {
            Assert.Null(jail.Find(name, out var problem));
            Assert.Contains("leads outside", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        using var folder = new TempFolder();
        folder.Write("t/x.txt", "");
        Link(folder, "t/a.sbn", "t/b.sbn");
        Link(folder, "t/b.sbn", "t/a.sbn");

        Assert.Null(new IncludeJail(folder.Path, "t").Find("a.sbn", out var problem));
        Assert.Contains("circles", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_a_link_is_where_it_leads()
    {
        using var folder = new TempFolder();
        folder.Write("real/a.sbn", "text");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "t"), Path.Combine(folder.Path, "real"));

        Assert.Equal("text", new IncludeJail(folder.Path, "t").Find("a.sbn", out _)!.Text);
    }

    [Theory]
    [InlineData("_label.sbn", "did you mean `_labels.sbn`?")]
    [InlineData("_LABELS.sbn", "did you mean `_labels.sbn`?")]
    [InlineData("Parts/x.sbn", "did you mean `parts`?")]
    [InlineData("other.sbn", "there is no `other.sbn`")]
    public void A_name_that_is_not_there_in_this_spelling_is_refused(string name, string why)
    {
        using var folder = new TempFolder();
        folder.Write("t/_labels.sbn", "");
        folder.Write("t/parts/x.sbn", "");

        Assert.Null(new IncludeJail(folder.Path, "t").Find(name, out var problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_large_a_folder_or_not_text_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("t/large.txt", new string('x', IncludeJail.MaximumBytes + 1));
        folder.Write("t/most.txt", new string('x', IncludeJail.MaximumBytes));
        folder.Write("t/folder.txt/x", "");
        File.WriteAllBytes(Path.Combine(folder.Path, "t/bytes.txt"), [(byte)'a', (byte)'\n', 0xC3, 0x28]);
        var jail = new IncludeJail(folder.Path, "t");

        Assert.Null(jail.Find("large.txt", out var large));
        Assert.Null(jail.Find("folder.txt", out var folderProblem));
        Assert.Null(jail.Find("bytes.txt", out var bytes));
        Assert.NotNull(jail.Find("most.txt", out _));
        Assert.Contains("at most 1048576", large, StringComparison.Ordinal);
        Assert.Contains("is a folder", folderProblem, StringComparison.Ordinal);
        Assert.Contains("line 2 is not UTF-8", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_files_are_included_and_no_more()
    {
        using var folder = new TempFolder();
        for (var i = 0; i <= IncludeJail.MaximumFiles; i++)
        {
            folder.Write($"t/{i}.txt", "x");
        }

        var jail = new IncludeJail(folder.Path, "t");
        for (var i = 0; i < IncludeJail.MaximumFiles; i++)
        {
            Assert.NotNull(jail.Find($"{i}.txt", out _));
        }

        Assert.Null(jail.Find($"{IncludeJail.MaximumFiles}.txt", out var problem));
        Assert.Contains("1000 other files", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_at_the_start_is_not_part_of_the_text()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "a.sbn"), [0xEF, 0xBB, 0xBF, (byte)'x']);

        Assert.Equal("x", new IncludeJail(folder.Path, "").Find("a.sbn", out _)!.Text);
    }

    [Fact]
    public void The_loader_throws_at_the_place_of_the_include_and_notes_what_was_taken()
    {
        using var folder = new TempFolder();
        folder.Write("t/a.sbn", "text");
        var loader = new IncludeLoader(new IncludeJail(folder.Path, "t"));
        var place = new TemplatePlace("t/app.sbn", 3, 7);

        var error = Assert.Throws<TemplateException>(() => loader.GetPath("../x.txt", place));
        var path = loader.GetPath("a.sbn", place);

        Assert.Equal(place, Assert.Single(error.Diagnostics).Place);
        Assert.Equal("text", loader.Load(path!));
        Assert.Equal("t/a.sbn", Assert.Single(loader.Used).Path);
    }

    private static void Link(TempFolder folder, string link, string target) =>
        File.CreateSymbolicLink(Path.Combine(folder.Path, link), Path.Combine(folder.Path, target));
}
