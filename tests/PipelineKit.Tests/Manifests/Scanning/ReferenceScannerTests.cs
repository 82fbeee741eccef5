using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Scanning;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Manifests.Scanning;

public sealed class ReferenceScannerTests
{
    [Fact]
    public async Task Sites_come_by_file_and_by_place()
    {
        using var folder = new TempFolder();
        folder.Write("b/Dockerfile", "FROM b:1\nFROM b:2\n");
        folder.Write("a.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: 'a:1'}, {image: 'a:2'}]}\n");
        folder.Write("B/Dockerfile", "FROM c:1\n");

        var result = await Scan(folder.Path, new ScanOptions());

        Assert.Equal(["c:1", "a:1", "a:2", "b:1", "b:2"], result.Sites.Select(s => s.Reference));
        Assert.Equal([("B/Dockerfile", 1), ("a.yaml", 2), ("b/Dockerfile", 2)], result.Files.Select(f => (f.Path, f.Sites)));
        Assert.Empty(result.Problems);
    }

    [Fact]
    public async Task Folders_of_others_links_binaries_and_what_is_excluded_are_left_out()
    {
        using var folder = new TempFolder();
        foreach (var path in new[] { "node_modules/x/Dockerfile", "a/vendor/Dockerfile", ".git/Dockerfile", "skip/Dockerfile", "keep/Dockerfile" })
        {
            folder.Write(path, $"FROM {path.Split('/')[0].TrimStart('.')}:1\n");
        }

        folder.Write("binary/Dockerfile", "FROM x:1\n\0");
        folder.Write("notes.txt", "FROM x:1\n");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "Dockerfile"), "keep/Dockerfile");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "linked"), Path.Combine(folder.Path, "keep"));

        var result = await Scan(folder.Path, new ScanOptions { Exclude = GlobSet.Parse(["skip"]) });
        Assert.Equal(["keep/Dockerfile"], result.Sites.Select(s => s.Path));

        var named = await Scan(folder.Path, new ScanOptions { Files = GlobSet.Parse(["**/vendor/**", "*.txt"]) });
        Assert.Equal(["a/vendor/Dockerfile"], named.Sites.Select(s => s.Path));
    }

    [SkippableFact]
    public async Task In_a_repository_what_git_tracks_is_searched()
    {
        var git = Peer.Program("git");
        using var folder = new TempFolder();
        folder.Write("below/Dockerfile", "FROM tracked:1\n");
        folder.Write("below/näme with space/Dockerfile", "FROM tracked:2\n");
        folder.Write("gone/Dockerfile", "FROM gone:1\n");
        var runner = new ProcessRunner(TimeProvider.System);
        foreach (var arguments in new string[][] { ["init", "-q"], ["add", "-A"] })
        {
            Assert.Equal(0, (await runner.RunAsync(new ProcessRequest { Program = git, Arguments = arguments, Folder = folder.Path }, default)).ExitCode);
        }

        folder.Write("below/Dockerfile.new", "FROM untracked:1\n");
        File.Delete(Path.Combine(folder.Path, "gone/Dockerfile"));

        Assert.Equal(["below/Dockerfile", "below/näme with space/Dockerfile"], (await Scan(folder.Path, new ScanOptions())).Sites.Select(s => s.Path));
        Assert.Equal(["Dockerfile", "näme with space/Dockerfile"], (await Scan(Path.Combine(folder.Path, "below"), new ScanOptions())).Sites.Select(s => s.Path));
        Assert.Equal(["below/Dockerfile.new"], (await Scan(folder.Path, new ScanOptions { Files = GlobSet.Parse(["Dockerfile.new"]) })).Sites.Select(s => s.Path));
    }

    [Fact]
    public async Task Only_the_kinds_asked_for_are_reported()
    {
        using var folder = new TempFolder();
        folder.Write(".github/workflows/a.yml", "jobs:\n  x:\n    container: a:1\n    steps:\n    - uses: a/b@v1\n    - uses: docker://b:1\n");

        Assert.Equal(["a:1", "b:1"], (await Scan(folder.Path, new ScanOptions { Kinds = ReferenceKinds.Images })).Sites.Select(s => s.Reference));
        Assert.Equal(["a/b@v1"], (await Scan(folder.Path, new ScanOptions { Kinds = ReferenceKinds.Uses })).Sites.Select(s => s.Reference));
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_problem_and_the_rest_goes_on()
    {
        using var folder = new TempFolder();
        folder.Write("large/Dockerfile", "FROM a:1\n" + new string('#', 1000));
        folder.Write("ok/Dockerfile", "FROM b:1\n");
        folder.Write("devcontainer.json", "{\"image\": \"c:1\", broken");

        var result = await Scan(folder.Path, new ScanOptions { MaximumFileBytes = 1000 });

        Assert.Equal(["c:1", "b:1"], result.Sites.Select(s => s.Reference));
        Assert.Equal(["devcontainer.json", "large/Dockerfile"], result.Problems.Select(p => p.Place!.File));
        Assert.All(result.Problems, p => Assert.Equal("PK0201", p.Code.Id));
    }

    [Fact]
    public async Task A_root_that_is_no_folder_is_a_failure() =>
        await Assert.ThrowsAsync<FailureException>(() => Scan("/nowhere/at/all", new ScanOptions()));

    [Fact]
    public async Task A_chart_gives_its_values_their_tag()
    {
        using var folder = new TempFolder();
        folder.Write("chart/Chart.yaml", "apiVersion: v2\nname: x\nappVersion: \"1.2.3\"\n");
        folder.Write("chart/values.yaml", "image:\n  repository: a/b\n  tag: \"\"\n");
        folder.Write("chart/ci/test-values.yaml", "image:\n  repository: a/c\n  tag:\n");

        var sites = (await Scan(folder.Path, new ScanOptions())).Sites;

        Assert.Equal([("a/c:1.2.3", SiteForm.EmptyTag), ("a/b:1.2.3", SiteForm.EmptyTag)], sites.Select(s => (s.Reference, s.Form)));
    }

    [SkippableTheory]
    [InlineData("docker+awesome-compose", 60)]
    [InlineData("actions+starter-workflows", 300)]
    [InlineData("prometheus-operator+kube-prometheus", 15)]
    public async Task Real_repositories_have_no_problems(string name, int atLeast)
    {
        var result = await Scan(Peer.SharedData("manifests/" + name), new ScanOptions { Files = GlobSet.Parse(["**"]) });
        Assert.Empty(result.Problems);
        Assert.True(result.Sites.Count >= atLeast, $"{result.Sites.Count} sites");
        Assert.Empty(result.Sites.Where(s => s.Obstacle is NotPinnable.Malformed).Select(s => $"{s.Path}:{s.Line} {s.Reference}"));
    }

    [Fact]
    public async Task Three_thousand_files_are_searched_within_a_second_or_so()
    {
        using var folder = new TempFolder();
        var filler = string.Concat(Enumerable.Range(0, 120).Select(i => $"  key{i}: a value of some length, number {i}\n"));
        for (var i = 0; i < 3000; i++)
        {
            folder.Write($"d{i % 50}/f{i}.yaml", i % 3 == 0
                ? $"apiVersion: v1\nkind: Pod\nmetadata:\n{filler}spec:\n  containers:\n  - image: app{i}:1\n"
                : $"data:\n{filler}");
        }

        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(1000, (await ReferenceScanner.ScanAsync(folder.Path, new ScanOptions(), cancellation.Token)).Sites.Count);
    }

    private static Task<ScanResult> Scan(string root, ScanOptions options) => ReferenceScanner.ScanAsync(root, options, default);
}
