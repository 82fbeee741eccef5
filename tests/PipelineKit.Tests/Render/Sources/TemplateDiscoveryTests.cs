using PipelineKit.Failures;
using PipelineKit.Render.Sources;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Render.Sources;

public sealed class TemplateDiscoveryTests
{
    [Fact]
    public void A_folder_gives_every_template_below_it_but_partials_and_hidden_files()
    {
        using var folder = Folder("t/app.yaml.sbn", "t/sub/b.sbn", "t/_part.sbn", "t/_parts/x.sbn", "t/.git/y.sbn", "t/notes.txt", "other/z.sbn");

        Assert.Equal(["t/app.yaml.sbn>app.yaml (t)", "t/sub/b.sbn>sub/b.yaml (t)"], Find(folder, "t"));
    }

    [Fact]
    public void A_manifest_cannot_be_the_folder_of_another()
    {
        using var folder = Folder("t/app.sbn", "t/App.yaml/b.sbn");

        var failure = Assert.Single(Assert.Throws<FailureException>(() => Find(folder, "t")).Failures);
        Assert.Equal(FailureCodes.SameOutput, failure.Code);
        Assert.Contains("cannot be a folder", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./t/")]
    [InlineData("t")]
    [InlineData("t/**/*.sbn")]
    [InlineData("t/*.sbn")]
    public void A_folder_or_glob_is_spelled_as_people_spell_it(string line)
    {
        using var folder = Folder("t/app.sbn");

        Assert.Equal(["t/app.sbn>app.yaml (t)"], Find(folder, line));
    }

    [Fact]
    public void A_glob_takes_only_what_fits_and_names_are_relative_to_the_folder_before_its_first_wildcard()
    {
        using var folder = Folder("d/shop/app.sbn", "d/shop/job.sbn", "d/bank/app.sbn", "d/bank/_app.sbn");

        Assert.Equal(["d/bank/app.sbn>bank/app.yaml (d)", "d/shop/app.sbn>shop/app.yaml (d)"], Find(folder, "d/*/app.sbn"));
    }

    [Fact]
    public void A_file_named_itself_need_not_end_like_a_template()
    {
        using var folder = Folder("d/app.yaml");

        Assert.Equal(["d/app.yaml>app.yaml (d)"], Find(folder, "d/app.yaml"));
    }

    [Fact]
    public void A_template_that_two_lines_mean_is_rendered_once()
    {
        using var folder = Folder("t/app.sbn", "t/b.sbn");

        Assert.Equal(2, Find(folder, "t", "t/app.sbn").Length);
    }

    [Fact]
    public void The_order_of_lines_does_not_count()
    {
        using var folder = Folder("a/x.sbn", "b/y.sbn");

        Assert.Equal(Find(folder, "a", "b"), Find(folder, "b", "a"));
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("../t", "leads outside")]
    [InlineData("/etc", "leads outside")]
    [InlineData("empty", "has no template")]
    [InlineData("t/*.txt", "has no template")]
    [InlineData("nowhere/*.sbn", "has no template")]
    [InlineData("t/_part.sbn", "only included")]
    public void A_line_that_means_no_template_is_refused(string line, string why)
    {
        using var folder = Folder("t/app.sbn", "t/_part.sbn", "empty/notes.txt");

        var failure = Assert.Single(Assert.Throws<FailureException>(() => Find(folder, line)).Failures);

        Assert.Contains(why, failure.What, StringComparison.Ordinal);
        Assert.Equal(FailureCodes.UnreadableFile, failure.Code);
    }

    [Theory]
    [InlineData("t/app.sbn", "t/app.yaml.sbn")]
    [InlineData("t/app.sbn", "t/App.sbn")]
    [InlineData("t/app.sbn", "u/app.sbn")]
    public void Two_templates_for_one_file_are_refused(string one, string other)
    {
        using var folder = Folder(one, other, "t/apple.sbn");

        var failure = Assert.Single(Assert.Throws<FailureException>(() => Find(folder, "t", one, other)).Failures);

        Assert.Equal(FailureCodes.SameOutput, failure.Code);
    }

    [Fact]
    public void No_template_may_make_the_record()
    {
        using var folder = Folder("t/render.json.sbn");

        Assert.Equal(FailureCodes.SameOutput, Assert.Single(Assert.Throws<FailureException>(() => Find(folder, "t")).Failures).Code);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var folder = Folder("t/app.sbn", "secret/x.sbn");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "t/link"), Path.Combine(folder.Path, "secret"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "t/y.sbn"), Path.Combine(folder.Path, "secret/x.sbn"));

        Assert.Single(Find(folder, "t"));
    }

    private static TempFolder Folder(params string[] files)
    {
        var folder = new TempFolder();
        foreach (var file in files)
        {
            folder.Write(file, "x");
        }

        return folder;
    }

    private static string[] Find(TempFolder folder, params string[] lines) => [.. TemplateDiscovery.Find(folder.Path, lines).Select(f => $"{f.Path}>{f.Output} ({f.Folder})")];
}
