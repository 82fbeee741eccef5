using System.Text.Json;
using System.Text.RegularExpressions;
using PipelineKit.Failures;
using PipelineKit.Report;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Report;

public sealed partial class MetricsTests
{
    private static readonly string[] Names = [.. ReportMetrics.All.Select(m => m.Name), OpenMetricsText.WindowName];

    [Fact]
    public async Task Figures_are_written_for_Prometheus()
    {
        using var world = new ReportWorld();
        Assert.Equal(ExitCode.Ok, await world.RunAsync("--metrics-file", "m.prom"));
        var text = world.Folder.Read("m.prom");

        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("pipelinekit_deployments{app=\"shop\",environment=\"production\",result=\"rolled-back\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("pipelinekit_time_to_detect_seconds{app=\"shop\",environment=\"production\",stat=\"mean\"} 540\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Equal(Names, TypeLine().Matches(text).Select(m => m.Groups[1].Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_name_ends_with_its_unit(string name, string unit) => Assert.EndsWith(unit.Length > 0 ? "_" + unit : "", name, StringComparison.Ordinal);

    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (var metric in ReportMetrics.All)
        {
            data.Add(metric.Name, metric.Unit);
        }

        return data;
    }

    [SkippableFact]
    public async Task Promtool_reads_them_and_has_nothing_to_say()
    {
        var promtool = Peer.Program("promtool");
        using var world = new ReportWorld();
        await world.RunAsync("--metrics-file", "m.prom");

        var check = await new Child(Peer.Program("sh"), "-c", "\"$0\" check metrics < m.prom", promtool) { WorkingDirectory = world.Folder.Path }.RunAsync();
        Assert.Equal((0, ""), (check.ExitCode, check.Output + check.Errors));

        // The parser of OpenMetrics itself, stricter than the one above, needs a time for each sample.
        var stamped = Sample().Replace(world.Folder.Read("m.prom"), "$0 1782864000");
        world.Folder.Write("stamped.prom", stamped);
        var blocks = await new Child(promtool, "tsdb", "create-blocks-from", "openmetrics", "stamped.prom", "blocks") { WorkingDirectory = world.Folder.Path }.RunAsync();
        Assert.True(blocks.ExitCode == 0, blocks.Output + blocks.Errors);
        Assert.NotEmpty(Directory.GetDirectories(Path.Combine(world.Folder.Path, "blocks")));
    }

    [Fact]
    public void The_dashboard_asks_only_for_metrics_there_are_and_for_all_of_them()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/grafana-dashboard.json")));
        var queries = new List<string>();
        Collect(dashboard.RootElement, queries);

        Assert.Equal(Names.Order(StringComparer.Ordinal), queries.SelectMany(q => Metric().Matches(q).Select(m => m.Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(queries, q => Assert.All(Label().Matches(q), m => Assert.Contains(m.Groups[1].Value, (string[])["app", "environment", "result", "stat", "verdict", "digest"])));
    }

    [Fact]
    public void The_guide_has_every_metric_with_its_meaning()
    {
        var guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/report.md"));
        var table = guide[guide.IndexOf("<!-- metrics -->", StringComparison.Ordinal)..guide.IndexOf("<!-- /metrics -->", StringComparison.Ordinal)];

        Assert.Equal(ReportMetrics.All.Select(m => $"| `{m.Name}` | {m.Help} |"), table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).SkipLast(1));
        Assert.Contains($"| `{OpenMetricsText.WindowName}` |", table, StringComparison.Ordinal);
    }

    private static void Collect(JsonElement element, List<string> queries)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name is "expr" or "query" && member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { } text && text != "prometheus")
                    {
                        queries.Add(text);
                    }

                    Collect(member.Value, queries);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, queries);
                }

                break;
            default:
                break;
        }
    }

    [GeneratedRegex("(?m)^# TYPE (\\S+) gauge$", RegexOptions.NonBacktracking)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(?m)^pipelinekit.*$", RegexOptions.NonBacktracking)]
    private static partial Regex Sample();

    [GeneratedRegex("pipelinekit_[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Metric();

    [GeneratedRegex("([a-z]+)=~?\"", RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
