using PipelineKit.Failures;
using PipelineKit.ScanGate;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

public sealed class EvidencePathsTests
{
    [Theory]
    [InlineData("a.json", "a.json")]
    [InlineData("reports/*.json", "reports/b.json reports/c.json")]
    [InlineData("reports/**/*.json", "reports/b.json reports/c.json reports/deep/d.json")]
    [InlineData("reports/{b,c}.json", "reports/b.json reports/c.json")]
    [InlineData("reports/*.json\nreports/b.json\na.json", "reports/b.json reports/c.json a.json")]
    public void Paths_and_globs_name_files_each_once_and_in_order(string lines, string expected)
    {
        using var folder = Folder();

        Assert.Equal(expected, string.Join(' ', Find(folder.Path, lines.Split('\n')).Select(f => f.Name)));
    }

    [Fact]
    public void A_file_outside_of_the_folder_is_told_by_its_name_alone()
    {
        using var folder = Folder();
        using var other = new TempFolder();
        other.Write("trivy.json", "{}");

        var path = Path.Combine(other.Path, "trivy.json");
        Assert.Equal(new InputFile("trivy.json", path), Assert.Single(Find(folder.Path, path, Path.Combine(other.Path, "*.json"))));
    }

    [Fact]
    public void Every_line_that_fits_nothing_is_a_problem()
    {
        using var folder = Folder();

        var failures = Assert.Throws<FailureException>(() => Find(folder.Path, "a.json", "x.json", "reports", "y/*.json")).Failures;

        Assert.Equal(["`x.json` of `reports` does not exist.", "`reports` of `reports` is a folder.", "`y/*.json` of `reports` fits no file."], failures.Select(f => f.What));
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_not_walked_for_ever()
    {
        using var folder = Folder();
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "reports", "again"), Path.Combine(folder.Path, "reports"));

        Assert.Equal(3, Find(folder.Path, "reports/**/*.json").Count);
    }

    private static TempFolder Folder()
    {
        var folder = new TempFolder();
        foreach (var path in (string[])["a.json", "reports/c.json", "reports/b.json", "reports/b.txt", "reports/deep/d.json"])
        {
            folder.Write(path, "{}");
        }

        return folder;
    }

    private static IReadOnlyList<InputFile> Find(string folder, params string[] lines) => EvidencePaths.Find(lines, ScanGateAction.Reports, folder, CancellationToken.None);
}
