using System.Text;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.GitHub.GitHubBench;

namespace PipelineKit.Tests.PullRequests.GitHub;

public sealed class GitHubFilesTests
{
    private const string Branch = "pipelinekit/shop/production";
    private readonly GitHubBench _bench = new();

    public static TheoryData<string, byte[]> Contents => new()
    {
        { "bytes that are no text", [0, 159, 146, 150, 255] },
        { "text with carriage returns", Encoding.UTF8.GetBytes("a\r\nb\r\n") },
        { "text that begins with a mark of its encoding", [0xEF, 0xBB, 0xBF, (byte)'a'] },
        { "a large text", Encoding.UTF8.GetBytes(new string('x', 3 << 20)) },
        { "text of many scripts", Encoding.UTF8.GetBytes("ü 漢 𝒳 \u2028 \u0001 \"quoted\" \\ </script>\n") },
        { "JSON like an answer of the host's", Encoding.UTF8.GetBytes("{\"message\":\"Something went wrong while executing\"}\r\n" + new string(' ', 600_000)) },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Every_content_arrives_byte_for_byte_and_is_read_back(string what, byte[] content)
    {
        await _bench.PutAsync(new FileChange("deploy/file", content));

        Assert.True(content.AsSpan().SequenceEqual(_bench.Git.File(Branch, "deploy/file")), what);
        var read = await _bench.Open().ReadAsync(Branch, ["deploy/file"], default);
        Assert.True(content.AsSpan().SequenceEqual(read!.Files["deploy/file"].Span), what);
        Assert.True((await _bench.PutAsync(new FileChange("deploy/file", content))).IsUnchanged);
    }

    [Fact]
    public async Task Many_files_go_in_several_trees_and_one_commit()
    {
        await _bench.PutAsync([.. Enumerable.Range(0, 450).Select(i => File($"deploy/{i % 70}/{i}.yaml", $"{i}\n"))]);

        Assert.Equal(3, _bench.Hub.Lines.Count(l => l == "POST git/trees"));
        Assert.Single(_bench.Hub.Lines, "POST git/commits");
        Assert.Equal("449\n", _bench.Git.Text(Branch, "deploy/29/449.yaml"));
        Assert.Equal("0\n", _bench.Git.Text(Branch, "deploy/0/0.yaml"));
    }

    [Fact]
    public async Task A_file_that_may_be_run_stays_one()
    {
        _bench.Git.Push("main", "A program", "100755", ("run.sh", "old\n"));

        await _bench.PutAsync(File("run.sh", "new\n"));

        Assert.Equal("100755", _bench.Git.Trees[_bench.Git.Commits[_bench.Git.Branches[Branch]].Tree]["run.sh"].Mode);
    }

    [Theory]
    [InlineData("120000", "link", "link", "a symbolic link")]
    [InlineData("120000", "link", "link/below.yaml", "a symbolic link")]
    [InlineData("160000", "module", "module", "a submodule")]
    [InlineData("100644", "README.MD", "readme.md", "only by case")]
    [InlineData("100644", "x", "deploy", "is a folder")]
    public async Task Nothing_is_written_over_or_through_what_is_no_file(string mode, string present, string wanted, string problem)
    {
        _bench.Git.Push("main", "Something else", mode, (present, "x"));

        var failure = await _bench.RefusedAsync(FailureCodes.UnwritableFile, p => p.PutAsync(Proposal(File(wanted, "new\n")), default));

        Assert.Contains(problem, failure.What, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Hub.Seen, s => s.IsWrite);
    }

    [Fact]
    public async Task What_was_generated_before_and_is_not_any_more_is_deleted_and_what_others_put_there_stays()
    {
        _bench.Git.Push("main", "Generated", ("out/.list", "out/a/old.yaml\nout/keep.yaml\nelsewhere.yaml\nout/gone.yaml\n"), ("out/a/old.yaml", "o"), ("out/keep.yaml", "k"), ("out/mine.yaml", "m"), ("elsewhere.yaml", "e"));
        var owned = new OwnedFolder("out", "out/.list", list => Encoding.UTF8.GetString(list.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var proposal = Proposal() with { Changes = new ChangeSet([File("out/keep.yaml", "k2"), File("out/.list", "out/keep.yaml\n")], owned) };

        var result = await _bench.PutAsync(proposal);

        Assert.Equal(["out/.list", "out/a/old.yaml", "out/keep.yaml"], result.Changes.Select(c => c.Path));
        Assert.Null(_bench.Git.File(Branch, "out/a/old.yaml"));
        Assert.Equal("m", _bench.Git.Text(Branch, "out/mine.yaml"));
        Assert.Equal("e", _bench.Git.Text(Branch, "elsewhere.yaml"));
        Assert.True((await _bench.PutAsync(proposal)).IsUnchanged);
    }

    [Fact]
    public async Task A_branch_is_read_with_files_and_folders()
    {
        _bench.Git.Push("main", "More", ("deploy/a/b.yaml", "b\n"), ("deploy/.hidden", "h\n"));
        _bench.Git.Push("main", "A link", "120000", ("deploy/link", "app.yaml"));

        var read = await _bench.Open().ReadAsync(branch: null, ["README.md", "deploy/app.yaml", "deploy/nothing.yaml", "deploy/link", "deploy", "deploy/"], default);

        Assert.Equal(("main", _bench.Git.Branches["main"]), (read!.Branch, read.Head));
        Assert.Equal(["README.md", "deploy/app.yaml"], read.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["deploy/.hidden", "deploy/a/b.yaml", "deploy/app.yaml", "deploy/other.yaml"], read.Listed);
        Assert.Contains("README.md", (await _bench.Open().ReadAsync("main", ["/"], default))!.Listed);
        Assert.Null(await _bench.Open().ReadAsync("nothing", ["a"], default));
    }

    [Fact]
    public async Task Bytes_that_are_not_those_of_the_object_are_not_believed()
    {
        _bench.Git.Push("main", "Binary", ("a.bin", "x\0y"));
        _bench.Hub.Override = r => r.Line.StartsWith("GET git/blobs/", StringComparison.Ordinal) ? new HttpResponseMessage { Content = new StringContent("others") } : null;

        await _bench.RefusedAsync(FailureCodes.DigestMismatch, p => p.ReadAsync("main", ["a.bin"], default));
    }
}
