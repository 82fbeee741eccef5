using System.Text;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

/// <summary>
/// Everything a run leaves behind, per host, frozen in files. PIPELINEKIT_UPDATE_GOLDEN=1 writes them anew; read the difference before you commit it.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<HostKind, string> Cases => new()
    {
        { HostKind.Console, "pass" }, { HostKind.Console, "fail" }, { HostKind.Console, "error" },
        { HostKind.GitHub, "pass" }, { HostKind.GitHub, "fail" }, { HostKind.GitHub, "error" },
        { HostKind.Azure, "pass" }, { HostKind.Azure, "fail" }, { HostKind.Azure, "error" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_run_leaves_behind_what_the_golden_file_says(HostKind kind, string ending)
    {
        using var run = new HostRun(kind);
        Run(run, ending);
        var actual = run.Normalize(Everything(run));
        var golden = Path.Combine(Peer.RepositoryRoot, "tests", "PipelineKit.Tests", "Ci", "Golden", $"{kind.ToString().ToLowerInvariant()}-{ending}.golden");
        if (Environment.GetEnvironmentVariable("PIPELINEKIT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, actual);
        }

        Assert.Equal(File.ReadAllText(golden), actual);
    }

    [Theory]
    [InlineData("pass")]
    [InlineData("fail")]
    [InlineData("error")]
    public void Two_hosts_give_the_same_result_apart_from_the_host(string ending)
    {
        using var console = new HostRun(HostKind.Console);
        using var github = new HostRun(HostKind.GitHub);
        using var azure = new HostRun(HostKind.Azure);
        var results = new[] { console, github, azure }.Select(run =>
        {
            Run(run, ending);
            var text = Result(run);
            return text[..text.IndexOf("\n  \"host\": {", StringComparison.Ordinal)];
        }).ToArray();
        Assert.Single(results.Distinct());
        Assert.Contains("\"result\": ", results[0], StringComparison.Ordinal);
    }

    private static void Run(HostRun run, string ending)
    {
        var options = new PublishOptions { WorkingDirectory = run.Workspace, ReportPath = run.Host.Name == "console" ? "out/result.json" : "" };
        var reporter = new Reporter(run.Host, new StillTime(), "1.2.3");
        using (var stage = run.Host.CreateProgress(Verbosity.Normal).Stage("Resolving digests", 60))
        {
            for (var i = 0; i < 60; i++)
            {
                stage.Advance($"item {i}");
            }
        }

        if (ending == "error")
        {
            Assert.Equal(ExitCode.Integrity, reporter.PublishFailures(Sample.Action, Sample.Errors, options));
        }
        else
        {
            var report = ending == "pass" ? Sample.Pass : Sample.Fail;
            Assert.Equal(report.Exit, reporter.Publish(Sample.Action, report, options));
        }
    }

    private static string Everything(HostRun run)
    {
        var text = new StringBuilder();
        text.Append("=== standard output\n").Append(run.Output);
        text.Append("=== standard error\n").Append(run.Error);
        if (run.Host.Name == "github")
        {
            text.Append("=== outputs\n").Append(Encoding.UTF8.GetString(run.OutputFile));
        }

        if (run.Host.Name != "console")
        {
            text.Append("=== summary\n").Append(run.Summary);
        }

        return text.Append("=== result.json\n").Append(Result(run)).ToString();
    }

    private static string Result(HostRun run) =>
        File.ReadAllText(run.Host.Name == "console" ? Path.Combine(run.Workspace, "out", "result.json") : Path.Combine(run.Temporary, "pipelinekit", "sample", "result.json"));
}
