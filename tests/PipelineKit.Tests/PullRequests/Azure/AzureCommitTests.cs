using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using Xunit;
using static PipelineKit.Tests.PullRequests.Azure.AzureBench;

namespace PipelineKit.Tests.PullRequests.Azure;

public sealed class AzureCommitTests
{
    internal const string Ledger = "pipelinekit/ledger";

    [SkippableFact]
    public async Task A_branch_of_its_own_is_made_and_goes_on_only_from_where_it_was_read()
    {
        var bench = new AzureBench();
        var host = bench.Open();

        Assert.Null(await host.ReadAsync(Ledger, ["p/"], default));
        var first = await host.CommitAsync(Commit(expected: null, File("p/dev.jsonl", "1\n")), default);
        var second = await host.CommitAsync(Commit(first, File("p/dev.jsonl", "1\n2\n"), File("p/records/x.json", "x")), default);

        Assert.Empty(bench.Git.Commits[first!].Parents);
        Assert.Equal([first!], bench.Git.Commits[second!].Parents);
        Assert.Null(await host.CommitAsync(Commit(first, File("p/dev.jsonl", "3\n")), default));
        Assert.Null(await host.CommitAsync(Commit(expected: null, File("p/dev.jsonl", "3\n")), default));
        Assert.Equal(second, await host.CommitAsync(Commit(second, File("p/records/x.json", "x")), default));
        Assert.Equal("Ledger\n", bench.Git.Message(Ledger));
        var read = await host.ReadAsync(Ledger, ["p/dev.jsonl", "p/", "p/nothing", "q/"], default);
        Assert.Equal((Ledger, second, "1\n2\n"), (read!.Branch, read.Head, Encoding.UTF8.GetString(read.Files["p/dev.jsonl"].Span)));
        Assert.Equal(["p/dev.jsonl"], read.Files.Keys);
        Assert.Equal(["p/dev.jsonl", "p/records/x.json"], read.Listed);
    }

    [SkippableFact]
    public async Task The_default_branch_is_read_and_a_link_is_no_file()
    {
        var bench = new AzureBench();
        bench.Git.Push("main", "Link", "120000", ("link", "README.md"));

        var read = await bench.Open().ReadAsync(branch: null, ["README.md", "link", "/"], default);

        Assert.Equal(("main", "README.md"), (read!.Branch, Assert.Single(read.Files.Keys)));
        Assert.Equal(["README.md", "deploy/app.yaml", "deploy/other.yaml"], read.Listed);
        bench.Git.Branches.Clear();
        Assert.Null(await bench.Open().ReadAsync(branch: null, [], default));
    }

    [SkippableFact]
    public async Task A_branch_whose_name_begins_like_another_is_another()
    {
        var bench = new AzureBench();
        bench.Git.Branches["main-2"] = bench.Git.Branches["main"];

        Assert.Null(await bench.Open().ReadAsync("mai", [], default));
        Assert.Equal(bench.Git.Branches["main"], (await bench.Open().ReadAsync("main", [], default))!.Head);
    }

    [SkippableFact]
    public async Task Bytes_that_are_not_those_of_the_commit_are_an_integrity_violation()
    {
        var bench = new AzureBench();
        bench.Hub.Override = r => r.Line.StartsWith("GET blobs/", StringComparison.Ordinal) ? new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) } : null;

        await bench.RefusedAsync(FailureCodes.DigestMismatch, p => p.ReadAsync("main", ["README.md"], default));
    }

    [SkippableFact]
    public async Task Closing_abandons_with_the_reason_and_keeps_what_people_committed()
    {
        var bench = new AzureBench();
        await bench.PutAsync(File("deploy/app.yaml"));
        await bench.PutAsync(Proposal(File("deploy/other.yaml")) with { Branch = "theirs" });
        bench.Git.Push("theirs", "by a person", ("theirs", "t"));
        var host = bench.Open();

        foreach (var branch in (string[])[Branch, "theirs", "main", "nowhere"])
        {
            await host.CloseAsync(branch, "Rolled back.", default);
        }

        Assert.Equal(["main", "theirs"], bench.Git.Branches.Keys.Order(StringComparer.Ordinal));
        Assert.All(bench.Hub.Pulls, p => Assert.Equal(("abandoned", "Rolled back."), (p.Status, Assert.Single(p.Comments))));
    }

    [SkippableFact]
    public async Task A_deployment_is_a_status_of_its_commit()
    {
        var bench = new AzureBench();
        var report = new DeploymentReport
        {
            Environment = "production",
            App = "shop",
            Image = "acme.azurecr.io/shop",
            Digest = Digest.Parse("sha256:" + new string('a', 64)),
            Reference = "main",
            State = DeploymentState.Success,
            LogUrl = "https://ci.example/1",
        };

        Assert.Empty(await bench.Open().ReportDeploymentAsync(report, default));
        Assert.Contains("no branch `gone`", Assert.Single(await bench.Open().ReportDeploymentAsync(report with { Reference = "gone" }, default)), StringComparison.Ordinal);
        var (commit, status) = Assert.Single(bench.Hub.Repository.Statuses);
        Assert.Equal((bench.Git.Branches["main"], "succeeded", "shop/production"), (commit, status["state"]!.GetValue<string>(), status["context"]!["name"]!.GetValue<string>()));
        bench.Hub.Override = r => r.Method == "POST" ? FakeAzure.Error(403, "TF401027: You need the Git 'GenericContribute' permission") : null;
        Assert.Contains("TF401027", Assert.Single(await bench.Open().ReportDeploymentAsync(report, default)), StringComparison.Ordinal);
    }

    internal static DirectCommit Commit(string? expected, params FileChange[] files) => new()
    {
        Branch = Ledger,
        ExpectedHead = expected,
        Files = files,
        Title = "Ledger",
        Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
    };
}
