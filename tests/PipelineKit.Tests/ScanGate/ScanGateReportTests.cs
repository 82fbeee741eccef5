using System.Globalization;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.ScanGate;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

public sealed class ScanGateReportTests
{
    [Fact]
    public void Few_findings_have_a_remark_each_and_many_are_counted()
    {
        var few = ScanGateReport.From(GateResults.Of(Many(10)));
        var many = ScanGateReport.From(GateResults.Of(Many(11)));

        Assert.Equal(10, few.Annotations.Count);
        Assert.True(Blocks(few).RepeatsTheLog);
        Assert.StartsWith("11 findings block the image: 11 critical.", Assert.Single(many.Annotations).Message, StringComparison.Ordinal);
        Assert.False(Blocks(many).RepeatsTheLog);
    }

    [Fact]
    public void A_table_of_thousands_is_cut_and_says_so()
    {
        var table = Blocks(ScanGateReport.From(GateResults.Of(Many(5000))));

        Assert.Equal(100, table.Rows.Count);
        Assert.Equal("What blocks (the first 100 of 5000; the decision has all)", table.Caption);
    }

    [Fact]
    public void Who_disagrees_about_the_severity_is_told()
    {
        var finding = GateResults.Finding("CVE-2026-1");
        var disputed = finding with
        {
            Finding = finding.Finding with { Disagree = true, Opinions = [new SeverityRating("debian", Severity.Low), new SeverityRating("nvd", Severity.Critical), new SeverityRating("trivy", Severity.High)] },
        };

        Assert.Equal("critical (debian: low, trivy: high)", Blocks(ScanGateReport.From(GateResults.Of([disputed]))).Rows[0][3].Text);
    }

    [Fact]
    public void A_reason_stands_at_its_file_with_what_to_do()
    {
        var report = ScanGateReport.From(GateResults.Of([], new GateReason(GateReasons.ExceptionExpired, GateAction.Warn, "the exception has expired", "renew it or take it out", "CVE-2026-1", "e.yaml", 7)));

        var annotation = Assert.Single(report.Annotations);
        Assert.Equal((AnnotationLevel.Warning, "exception.expired", "e.yaml:7"), (annotation.Level, annotation.Code, annotation.Place!.ToString()));
        Assert.EndsWith("renew it or take it out", annotation.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, report.Exit);
    }

    [Fact]
    public void Reasons_without_end_do_not_flood_the_log()
    {
        GateReason[] reasons = [.. Enumerable.Range(0, 400).Select(i => new GateReason(GateReasons.LicenseDenied, GateAction.Block, $"licence {i}"))];

        Assert.Equal(50, ScanGateReport.From(GateResults.Of([], reasons)).Annotations.Count);
    }

    [Theory]
    [InlineData("critical")]
    [InlineData("`x` | <b> [a](javascript:b) @team\n##vso[task.setvariable variable=digest]x")]
    public void Text_of_scanners_is_neutralised_on_every_host(string name)
    {
        var finding = GateResults.Finding("CVE-2026-1");
        var report = ScanGateReport.From(GateResults.Of([finding with { Finding = finding.Finding with { Said = finding.Finding.Said with { Title = name, Package = finding.Finding.Package with { Name = name } } } }]));
        foreach (var kind in (HostKind[])[HostKind.GitHub, HostKind.Azure])
        {
            using var run = new HostRun(kind);
            new Reporter(run.Host, new StillTime(), "1.2.3").Publish(ScanGateAction.Definition, report, new PublishOptions { WorkingDirectory = run.Workspace });

            Assert.DoesNotContain("\n##vso[task.setvariable variable=digest]", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>", run.Summary.Replace("\\<b\\>", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("](javascript", run.Summary.Replace("\\](javascript", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_result_is_what_the_schema_says_and_damage_is_seen()
    {
        var report = ScanGateReport.From(GateResults.Of(Many(2), new GateReason(GateReasons.EvidenceStale, GateAction.Block, "old")));

        Assert.Empty(ResultSchema.Violations(ScanGateAction.Definition, report));
        Assert.NotEmpty(ResultSchema.Violations(ResultSchema.Changed(report, "scan-gate", "\"counts\":", "\"count\":")));
        Assert.NotEmpty(ResultSchema.Violations(ResultSchema.Changed(report, "scan-gate", "\"severity\":\"critical\"", "\"severity\":\"bad\"")));
    }

    private static JudgedFinding[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => GateResults.Finding(string.Create(CultureInfo.InvariantCulture, $"CVE-2026-{i:00000}")))];

    private static Table Blocks(CommandReport report) => report.Summary.Blocks.OfType<Table>().First(t => t.Caption!.StartsWith("What blocks", StringComparison.Ordinal));
}
