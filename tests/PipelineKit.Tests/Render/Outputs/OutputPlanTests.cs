using System.Text;
using PipelineKit.Failures;
using PipelineKit.Render;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Render.Outputs;

public sealed class OutputPlanTests
{
    [Fact]
    public async Task What_is_not_there_is_added_and_what_is_there_stays()
    {
        using var folder = new TempFolder();
        var first = await PlanAsync(folder, ("a.yaml", "one"));
        await new FolderOutput(folder.Path).WriteAsync(first, CancellationToken.None);

        Assert.Equal(["out/a.yaml Added", "out/render.json Added"], Told(first));
        Assert.Equal(["out/a.yaml Unchanged", "out/render.json Unchanged"], Told(await PlanAsync(folder, ("a.yaml", "one"))));
        Assert.Equal(["out/a.yaml Modified", "out/render.json Modified"], Told(await PlanAsync(folder, ("a.yaml", "two"))));
    }

    [Fact]
    public async Task A_manifest_that_differs_only_in_who_made_it_stays_as_it_is()
    {
        using var folder = new TempFolder();
        await new FolderOutput(folder.Path).WriteAsync(await PlanAsync(folder, ("a.yaml", Made("run-1", "1"))), CancellationToken.None);

        Assert.Equal(["out/a.yaml Unchanged", "out/render.json Unchanged"], Told(await PlanAsync(folder, ("a.yaml", Made("run-2", "1")))));
        Assert.Equal(["out/a.yaml Modified", "out/render.json Modified"], Told(await PlanAsync(folder, ("a.yaml", Made("run-2", "2")))));
    }

    [Fact]
    public async Task What_an_earlier_run_made_is_removed_when_nothing_makes_it_any_more()
    {
        using var folder = new TempFolder();
        await new FolderOutput(folder.Path).WriteAsync(await PlanAsync(folder, ("a.yaml", "one"), ("b.yaml", "two")), CancellationToken.None);
        folder.Write("out/mine.yaml", "three");

        var plan = await PlanAsync(folder, ("a.yaml", "one"));
        await new FolderOutput(folder.Path).WriteAsync(plan, CancellationToken.None);

        Assert.Equal(["out/a.yaml Unchanged", "out/b.yaml Removed", "out/render.json Modified"], Told(plan));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out/b.yaml")));
        Assert.True(File.Exists(Path.Combine(folder.Path, "out/mine.yaml")));
    }

    [Fact]
    public async Task What_somebody_changed_since_is_not_removed()
    {
        using var folder = new TempFolder();
        await new FolderOutput(folder.Path).WriteAsync(await PlanAsync(folder, ("a.yaml", "one"), ("b.yaml", "two")), CancellationToken.None);
        folder.Write("out/b.yaml", "changed by hand");

        var plan = await PlanAsync(folder, ("a.yaml", "one"));
        await new FolderOutput(folder.Path).WriteAsync(plan, CancellationToken.None);

        Assert.Equal(["out/a.yaml Unchanged", "out/b.yaml LeftOver", "out/render.json Modified"], Told(plan));
        Assert.Equal("changed by hand", folder.Read("out/b.yaml"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"schema":"pipelinekit/render/v2","outputs":[{"path":"b.yaml","sha256":"3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"}]}""")]
    [InlineData("""{"schema":"pipelinekit/render/v1","outputs":{"path":"b.yaml"}}""")]
    [InlineData("""{"schema":"pipelinekit/render/v1","outputs":[1,{"path":2},{"path":"b.yaml"}]}""")]
    public async Task By_a_record_of_somebody_else_nothing_is_removed(string record)
    {
        using var folder = new TempFolder();
        folder.Write("out/b.yaml", "two");
        folder.Write("out/render.json", record);

        Assert.Equal(["out/a.yaml Added", "out/render.json Modified"], Told(await PlanAsync(folder, ("a.yaml", "one"))));
    }

    [Theory]
    [InlineData("../b.yaml")]
    [InlineData("x/../../b.yaml")]
    [InlineData("/b.yaml")]
    [InlineData("..\\b.yaml")]
    [InlineData("")]
    [InlineData(".git/config")]
    public void A_record_cannot_name_what_is_not_below_its_folder(string path)
    {
        var record = $$"""{"schema":"pipelinekit/render/v1","outputs":[{"path":{{System.Text.Json.JsonSerializer.Serialize(path)}},"sha256":"00"}]}""";

        Assert.Empty(RenderRecord.ReadOutputs(Encoding.UTF8.GetBytes(record))!);
    }

    [Fact]
    public void A_record_gives_back_what_was_written()
    {
        var outputs = RenderRecord.ReadOutputs(Record([new RecordedOutput("a/b.yaml", "00ff", 2, "t/a.sbn")]).Write())!;

        Assert.Equal(new RecordedOutput("a/b.yaml", "00ff"), Assert.Single(outputs));
    }

    [Fact]
    public async Task Nothing_is_written_when_one_file_cannot_be()
    {
        using var folder = new TempFolder();
        folder.Write("out/b.yaml/x", "a folder where a file should be");
        PlannedFile[] files = [Added("out/a.yaml"), Added("out/b.yaml")];

        var failure = await Assert.ThrowsAsync<FailureException>(() => new FolderOutput(folder.Path).WriteAsync(files, CancellationToken.None));

        Assert.Equal(ExitCode.BadInput, failure.Exit);
        Assert.Equal(["b.yaml"], Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, "out")).Select(e => Path.GetFileName(e)!));
    }

    [Fact]
    public async Task What_somebody_wrote_meanwhile_is_not_overwritten()
    {
        using var folder = new TempFolder();
        folder.Write("out/a.yaml", "somebody else's");

        var failure = await Assert.ThrowsAsync<FailureException>(() => new FolderOutput(folder.Path).WriteAsync([Added("out/a.yaml")], CancellationToken.None));

        Assert.Contains("changed while this run", Assert.Single(failure.Failures).What, StringComparison.Ordinal);
        Assert.Equal("somebody else's", folder.Read("out/a.yaml"));
    }

    [SkippableFact]
    public async Task What_a_record_names_beyond_a_link_is_not_removed()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TempFolder();
        await new FolderOutput(folder.Path).WriteAsync(await PlanAsync(folder, ("a.yaml", "one"), ("up/b.yaml", "two"), ("c.yaml", "two")), CancellationToken.None);
        folder.Write("b.yaml", "two");
        Directory.Delete(Path.Combine(folder.Path, "out/up"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "out/up"), "..");
        File.Delete(Path.Combine(folder.Path, "out/c.yaml"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "out/c.yaml"), "../b.yaml");

        var plan = await PlanAsync(folder, ("a.yaml", "one"));
        await new FolderOutput(folder.Path).WriteAsync(plan, CancellationToken.None);

        Assert.Equal(["out/a.yaml Unchanged", "out/render.json Modified"], Told(plan));
        Assert.Equal("two", folder.Read("b.yaml"));
    }

    private static PlannedFile Added(string path) => new(path, FileStatus.Added, null, "one"u8.ToArray());

    private static string Made(string run, string spec) => $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n    p/run-url: {run}\nspec: {spec}\n";

    private static Task<IReadOnlyList<PlannedFile>> PlanAsync(TempFolder folder, params (string Path, string Content)[] manifests) =>
        OutputPlan.MakeAsync(
            "out",
            [.. manifests.Select(m => new StampedManifest(m.Path, "t/x.sbn", Encoding.UTF8.GetBytes(m.Content), 1))],
            ["p/run-url"],
            new FolderOutput(folder.Path).ReadAsync,
            Record,
            new FolderOutput(folder.Path).IsPlain,
            CancellationToken.None);

    private static RenderRecord Record(IReadOnlyList<RecordedOutput> outputs) => new()
    {
        Environment = "",
        Profile = "manifest",
        PolicyHash = "p",
        Lock = ("images.lock.yaml", "l"),
        Inputs = [],
        Outputs = outputs,
        Images = [],
    };

    private static string[] Told(IReadOnlyList<PlannedFile> files) => [.. files.Select(f => $"{f.Path} {f.Status}")];
}
