using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class ReporterTests
{
    [Fact]
    public void Every_declared_output_is_set_and_no_other()
    {
        using var folder = new TempFolder();
        var host = new RecordingHost(folder.Path);
        Reporter(host).Publish(Sample.Action, Sample.Fail with { Outputs = [new(Sample.Found, "2"), new(new Output("secret-sauce", ""), "x")] }, Options(folder));
        Assert.Equal(
            new() { ["found"] = "2", ["changed-files"] = "", ["verdict"] = "fail", ["report-path"] = "", ["failure-code"] = "PK0302" }, host.Outputs);
    }

    [Theory]
    [InlineData(ExitCode.Ok, "pass")]
    [InlineData(ExitCode.GateSaidNo, "fail")]
    [InlineData(ExitCode.Unavailable, "error")]
    public void The_verdict_follows_the_exit_code_unless_the_command_says_another(ExitCode exit, string verdict)
    {
        using var folder = new TempFolder();
        var (plain, own) = (new RecordingHost(folder.Path), new RecordingHost(folder.Path));
        Assert.Equal(exit, Reporter(plain).Publish(Sample.Action, Sample.Pass with { Exit = exit }, Options(folder)));
        Reporter(own).Publish(Sample.Action, Sample.Pass with { Exit = exit, Outputs = [new(CommonOutputs.Verdict, "skipped")] }, Options(folder));
        Assert.Equal((verdict, "skipped"), (plain.Outputs["verdict"], own.Outputs["verdict"]));
        Assert.Equal((exit, Sample.Pass.Headline), plain.Verdict);
    }

    [Fact]
    public void Failures_that_stopped_a_run_are_all_told_with_place_remedy_and_docs()
    {
        using var folder = new TempFolder();
        var host = new RecordingHost(folder.Path);
        Assert.Equal(ExitCode.Integrity, Reporter(host).PublishFailures(Sample.Action, Sample.Errors, Options(folder)));
        Assert.Equal(["PK0102", "PK0103", "PK0401"], host.Annotations.Select(a => a.Code));
        Assert.All(host.Annotations, a => Assert.Matches("(?s)\nRemedy: .+\nSee docs/reference/errors.md#pk0", a.Message));
        Assert.Equal(new SourcePlace("pipelinekit.yaml", 3, 3), host.Annotations[1].Place);
        Assert.Equal(("error", "PK0102"), (host.Outputs["verdict"], host.Outputs["failure-code"]));
        Assert.Contains("PK0401, A digest does not match and 2 more", host.Verdict!.Value.Headline, StringComparison.Ordinal);
        Assert.Single(host.Summaries);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_a_failure_of_its_own_and_the_rest_is_still_published()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        var host = new RecordingHost(folder.Path);
        var exit = Reporter(host).Publish(Sample.Action, Sample.Pass, Options(folder) with { ReportPath = "file/result.json" });
        Assert.Equal(ExitCode.BadInput, exit);
        Assert.Contains(host.Annotations, a => a.Code == FailureCodes.UnwritableFile.Id);
        Assert.Equal("", host.Outputs["report-path"]);
        Assert.Single(host.Summaries);
        Assert.NotNull(host.Verdict);
    }

    [Fact]
    public void The_gravest_remarks_come_first_because_hosts_show_only_some()
    {
        using var run = new HostRun(HostKind.GitHub);
        var warnings = Enumerable.Range(0, 12).Select(i => new Annotation(AnnotationLevel.Warning, "PIN002", $"warning {i}", new SourcePlace("a.yaml", i + 1)));
        var error = new Annotation(AnnotationLevel.Error, "PIN001", "error", new SourcePlace("b.yaml", 1));
        Reporter(run.Host).Publish(Sample.Action, Sample.Fail with { Annotations = [.. warnings, error] }, new() { WorkingDirectory = run.Workspace });
        var commands = GitHubRunner.Commands(run.Output);
        Assert.Equal("error", commands[0].Name);
        Assert.Equal(10, commands.Count(c => c.Name == "warning"));
        Assert.Contains("warning PIN002 a.yaml:12: warning 11\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 more are only in this log", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_path_of_the_report_is_told_relative_to_the_workspace_where_it_is_below_it()
    {
        using var run = new HostRun(HostKind.GitHub);
        Reporter(run.Host).Publish(Sample.Action, Sample.Pass, new() { WorkingDirectory = Path.Combine(run.Workspace, "sub"), ReportPath = "out/r.json" });
        Assert.Equal("sub/out/r.json", GitHubRunner.Outputs(run.OutputFile)["report-path"]);
        Assert.True(File.Exists(Path.Combine(run.Workspace, "sub/out/r.json")));
        Assert.Single(Directory.GetFiles(Path.Combine(run.Workspace, "sub/out")));
    }

    [Fact]
    public void With_json_standard_output_is_the_document_and_nothing_else()
    {
        using var run = new HostRun(HostKind.Console);
        Reporter(run.Host).Publish(Sample.Action, Sample.Fail with { ResultToStandardOutput = true }, new() { WorkingDirectory = run.Workspace, ReportPath = "r.json" });
        Assert.Equal(File.ReadAllText(Path.Combine(run.Workspace, "r.json")), run.Output);
        Assert.Contains("1 of 2 references is not pinned.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_passes_the_log_of_a_CI_host_unchanged_even_when_its_strings_are_hostile()
    {
        using var run = new HostRun(HostKind.GitHub, facts: new() { CurrentFolder = "/", OutputIsForData = true });
        var hostile = JsonSerializer.Serialize(HostileText.Fragments.Where(f => !f.Any(char.IsSurrogate)));
        Reporter(run.Host).Publish(Sample.Action, Sample.Pass with { ResultToStandardOutput = true, Result = Sample.Json($$"""{"texts":{{hostile}}}""") }, new() { WorkingDirectory = run.Workspace });
        Assert.Equal(File.ReadAllText(Path.Combine(run.Temporary, "pipelinekit/sample/result.json")), run.Output);
        Assert.Empty(GitHubRunner.Commands(run.Output));
        Assert.Empty(AzureAgent.Commands(run.Output));
        Assert.Equal(hostile, JsonSerializer.Serialize(Sample.Json(run.Output).GetProperty("result").GetProperty("texts")));
        Assert.Contains("::notice", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_prints_no_summary_on_a_command_line()
    {
        using var run = new HostRun(HostKind.Console);
        Reporter(run.Host).Publish(Sample.Action, Sample.Pass, new() { WorkingDirectory = run.Workspace, Quiet = true });
        Assert.Equal("", run.Output);
        Assert.EndsWith("2 references found, all pinned.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Console)]
    public void The_document_has_the_members_its_schema_lists_in_that_order(HostKind kind)
    {
        var schema = Sample.Json(File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/reference/result.schema.json")));
        using var run = new HostRun(kind);
        Reporter(run.Host).PublishFailures(Sample.Action, Sample.Errors, new() { WorkingDirectory = run.Workspace, ReportPath = "r.json" });
        var document = Sample.Json(File.ReadAllText(Path.Combine(run.Workspace, "r.json")));
        var properties = schema.GetProperty("properties");
        AssertMembers(schema, document);
        AssertMembers(properties.GetProperty("host"), document.GetProperty("host"));
        Assert.All(document.GetProperty("failures").EnumerateArray(), f => AssertMembers(properties.GetProperty("failures").GetProperty("items"), f));
        Assert.Contains((int)ExitCode.Integrity, properties.GetProperty("exitCode").GetProperty("enum").EnumerateArray().Select(e => e.GetInt32()));
        Assert.Equal(Enum.GetValues<ExitCode>().Select(e => (int)e), properties.GetProperty("exitCode").GetProperty("enum").EnumerateArray().Select(e => e.GetInt32()));
        Assert.Equal(properties.GetProperty("schema").GetProperty("enum")[0].GetString(), document.GetProperty("schema").GetString());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("result").ValueKind);
    }

    private static void AssertMembers(JsonElement schema, JsonElement value)
    {
        var names = value.EnumerateObject().Select(m => m.Name).ToArray();
        Assert.Equal(schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!), names);
        Assert.Equal(schema.GetProperty("properties").EnumerateObject().Select(p => p.Name), names);
    }

    private static Reporter Reporter(ICiHost host) => new(host, new StillTime(), "1.2.3");

    private static PublishOptions Options(TempFolder folder) => new() { WorkingDirectory = folder.Path };
}
