using System.Text.Json;
using System.Xml.Linq;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.Report;

/// <summary>The whole program over ledgers in a folder.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Figures_come_from_the_ledgers()
    {
        using var world = new ReportWorld();

        Assert.True(await world.RunAsync() == ExitCode.Ok, world.Program.All);

        var production = world.Result.GetProperty("environments")[1].GetProperty("measures");
        Assert.Equal(3, production.GetProperty("deployments").GetInt32());
        Assert.Equal(0.6667, production.GetProperty("success-rate").GetDouble());
        Assert.Equal(0.6667, production.GetProperty("change-failure-rate").GetDouble());
        Assert.Equal(86400, production.GetProperty("lead-time-seconds").GetProperty("median").GetDouble());
        Assert.Equal(42, production.GetProperty("time-to-rollback-seconds").GetProperty("mean").GetDouble());
        Assert.Equal(540, production.GetProperty("time-to-detect-seconds").GetProperty("mean").GetDouble());
        Assert.Equal(1800, production.GetProperty("incident-restore-seconds").GetProperty("median").GetDouble());
        Assert.Equal(0.5, production.GetProperty("retention-coverage").GetDouble());
    }

    [Fact]
    public async Task A_bypass_and_an_open_promotion_are_loud()
    {
        using var world = new ReportWorld();

        await world.RunAsync();

        Assert.Contains("warning bypass", world.Program.Error, StringComparison.Ordinal);
        Assert.Contains("payment outage, INC-7", world.Program.All, StringComparison.Ordinal);
        Assert.Contains("1 promotion bypassed gates.", world.Program.All, StringComparison.Ordinal);
        Assert.Contains("warning open-intent", world.Program.Error, StringComparison.Ordinal);
        Assert.Equal("soak", world.Result.GetProperty("environments")[1].GetProperty("bypasses")[0].GetProperty("gates").GetString());
    }

    [Fact]
    public async Task The_same_ledgers_and_moment_give_the_same_files()
    {
        string[] words = ["--markdown-file", "out/report.md", "--json-file", "out/report.json", "--metrics-file", "out/report.prom", "--chart-folder", "out"];
        var runs = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var world = new ReportWorld();
            Assert.True(await world.RunAsync(words) == ExitCode.Ok, world.Program.All);
            var files = Directory.GetFiles(Path.Combine(world.Folder.Path, "out")).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(["deployments-dev.svg", "deployments-production.svg", "report.json", "report.md", "report.prom", "time-to-rollback.svg"], files.Select(f => Path.GetFileName(f)));
            runs.Add(string.Join('\f', files.Select(File.ReadAllText)));
        }

        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public async Task A_report_of_an_earlier_moment_knows_nothing_of_what_came_later()
    {
        using var world = new ReportWorld();

        Assert.Equal(ExitCode.Ok, await world.RunAsync("--at", "2026-06-09T09:05:00Z", "--json-file", "r.json"));

        using var json = JsonDocument.Parse(world.Folder.Read("r.json"));
        var production = json.RootElement.GetProperty("environments")[1];
        Assert.Equal(LedgerScript.Image("b").Text, production.GetProperty("digest").GetString());
        Assert.Equal((2, 1.0), (production.GetProperty("measures").GetProperty("deployments").GetInt32(), production.GetProperty("measures").GetProperty("success-rate").GetDouble()));
    }

    [Fact]
    public async Task Charts_tell_their_figures_in_words_too()
    {
        using var world = new ReportWorld();

        await world.RunAsync("--chart-folder", "c");

        var deployments = XDocument.Parse(world.Folder.Read("c/deployments-production.svg")).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal("week of 2026-06-01: 1 succeeded; week of 2026-06-08: 1 rolled-back; week of 2026-06-15: 1 succeeded.", deployments.Element(svg + "desc")!.Value);
        Assert.Contains("2026-06-09 in production: 42 s", world.Folder.Read("c/time-to-rollback.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_was_changed_is_no_figure()
    {
        using var world = new ReportWorld();
        world.Folder.Write("promotions/production.jsonl", world.Folder.Read("promotions/production.jsonl").Replace("payment outage", "payment outagE", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Integrity, await world.RunAsync());

        Assert.Contains("PK0801 promotions/production.jsonl", world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_ledgers_is_a_mistake_and_not_an_empty_report()
    {
        using var world = new ReportWorld();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync("--ledger-folder", "promotion"));

        Assert.Contains("`promotion` has no ledger of `dev`, `production`", world.Program.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Ledgers_are_read_from_their_branch_of_the_local_repository()
    {
        using var world = new ReportWorld();
        Peer.Program("git");
        var work = GitWorkTree.Create(world.Folder.Path);
        work.Git("checkout", "--quiet", "--orphan", "pipelinekit/ledger");
        work.Git("add", "promotions");
        work.Git("commit", "--quiet", "--message", "ledgers");
        Directory.Delete(Path.Combine(world.Folder.Path, "promotions"), recursive: true);

        Assert.True(await world.RunAsync("--ledger-folder", "", "--host", "git") == ExitCode.Ok, world.Program.All);

        Assert.Equal(3, world.Result.GetProperty("environments")[1].GetProperty("measures").GetProperty("deployments").GetInt32());
    }

    [Theory]
    [InlineData("--since soon", "allowed is a day or time in UTC")]
    [InlineData("--since 2026-07-02", "The window begins at 2026-07-02T00:00:00Z, and ends at 2026-07-01T00:00:00Z")]
    [InlineData("--until 2026-08-01", "after the moment of the report")]
    [InlineData("--since 99999d", "longer than ten years")]
    [InlineData("--markdown-file r --json-file r", "name the same file")]
    [InlineData("--environment prod", "There is no environment `prod`")]
    [InlineData("--environment produktion", "Did you mean `production`?")]
    [InlineData("--incidents nothing.csv", "nothing.csv")]
    public async Task What_cannot_be_meant_is_refused(string words, string why)
    {
        using var world = new ReportWorld();

        Assert.Equal(ExitCode.BadInput, await world.RunAsync(words.Split(' ')));

        Assert.Contains(why, world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_is_told_at_once()
    {
        using var program = new CommandLineRun { Commands = Catalog.Published.Actions };

        await program.RunAsync("report", "--since", "2026-07-02", "--at", "2026-07-01", "--until", "2026-08-01", "--timeout", "soon", "--json-file", "r", "--metrics-file", "r");

        Assert.Equal(3, program.Error.Split("error PK0102").Length - 1);
    }
}
