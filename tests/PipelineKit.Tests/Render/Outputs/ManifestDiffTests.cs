using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Render;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Render.Outputs;

public sealed class ManifestDiffTests
{
    [Fact]
    public void A_changed_line_is_shown_with_its_neighbours()
    {
        var diff = Diff("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nD\ne\nf\ng\n");

        Assert.Equal("diff --git a/x.yaml b/x.yaml\n--- a/x.yaml\n+++ b/x.yaml\n@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n+D\n e\n f\n g\n", diff);
    }

    [Fact]
    public void Lines_that_come_and_go_are_told_from_lines_that_stay()
    {
        var diff = Diff("a\nb\nc\n", "a\nx\nb\nc\ny\n");

        Assert.Equal("diff --git a/x.yaml b/x.yaml\n--- a/x.yaml\n+++ b/x.yaml\n@@ -1,3 +1,5 @@\n a\n+x\n b\n c\n+y\n", diff);
    }

    [Fact]
    public void A_new_and_a_removed_file_are_shown_whole()
    {
        Assert.Equal("diff --git a/x.yaml b/x.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/x.yaml\n@@ -0,0 +1,1 @@\n+a\n", Diff(null, "a\n"));
        Assert.Equal("diff --git a/x.yaml b/x.yaml\ndeleted file mode 100644\n--- a/x.yaml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n", Diff("a\n", null));
    }

    [Fact]
    public void A_last_line_without_end_is_marked() =>
        Assert.EndsWith("-a\n\\ No newline at end of file\n+a\n", Diff("a", "a\n"), StringComparison.Ordinal);

    [Fact]
    public void Texts_that_have_nothing_in_common_are_replaced_in_time()
    {
        var before = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"old {i}\n"));
        var after = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"new {i}\n"));

        Assert.Contains("@@ -1,20000 +1,20000 @@", Diff(before, after), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Git_applies_every_diff_and_gets_the_new_text()
    {
        Peer.Program("git");
        var texts = Gen.Elements("a\n", "b\n", "c\n", "d: e\n", "\n", "last").ListOf().Select(lines => string.Concat(lines));
        Prop.ForAll(texts.Two().ToArbitrary(), pair =>
        {
            var (before, after) = pair;
            if (before == after || before.Length == 0 || after.Length == 0)
            {
                return true;
            }

            using var folder = new TempFolder();
            folder.Write("x.yaml", before);
            folder.Write("d", Diff(before, after));
            GitIn(folder, "apply", "--unidiff-zero", "--whitespace=nowarn", "d");
            return folder.Read("x.yaml") == after;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static void GitIn(TempFolder folder, params string[] arguments)
    {
        var result = new Child("git", arguments) { WorkingDirectory = folder.Path, Environment = Child.InheritedEnvironment() }.RunAsync().GetAwaiter().GetResult();
        Assert.True(result.ExitCode == 0, result.Errors);
    }

    private static string Diff(string? before, string? after) =>
        ManifestDiff.Of([new PlannedFile("x.yaml", before is null ? FileStatus.Added : after is null ? FileStatus.Removed : FileStatus.Modified, Bytes(before), Bytes(after))]);

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);
}
