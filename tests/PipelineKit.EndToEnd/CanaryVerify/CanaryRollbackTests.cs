using System.Globalization;
using System.Text;
using System.Text.Json;
using PipelineKit.EndToEnd.Promote;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.EndToEnd.CanaryVerify;

/// <summary>The published program between a real Prometheus, real registries and a real Git server.</summary>
public sealed class CanaryRollbackTests
{
    private const int Scrape = 15;
    private const int Scrapes = 120;

    [SkippableFact]
    public async Task A_canary_that_fails_more_requests_is_taken_back_and_the_report_says_how_long_that_took()
    {
        await using var sample = await PromotionSample.StartAsync();
        var (one, two) = (await sample.BuildAsync("one"), await sample.BuildAsync("two"));
        using var prometheus = await PrometheusServer.StartAsync(Series((one, 0.01), (two, 0.05)));
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{one}")).Expect(0);
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{two}")).Expect(0);

        var judged = (await VerifyAsync(sample, prometheus, two)).Expect(1);

        Assert.Contains("http-errors", judged.Output + judged.Errors, StringComparison.Ordinal);
        Assert.Equal(one, await sample.SkopeoAsync("dev"));
        Assert.Contains(one.Text, sample.File("dev", "deploy/dev.yaml"), StringComparison.Ordinal);
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{two}")).Expect(1);
        var measures = await MeasuresAsync(sample);
        Assert.Equal(1, measures.GetProperty("canaries-failed").GetInt32());
        Assert.Equal(1, measures.GetProperty("rollbacks").GetInt32());
        Assert.Equal(1, measures.GetProperty("time-to-detect-seconds").GetProperty("count").GetInt32());
        Assert.Equal(1, measures.GetProperty("time-to-rollback-seconds").GetProperty("count").GetInt32());
    }

    [SkippableFact]
    public async Task A_canary_that_is_as_good_stays_where_it_is()
    {
        await using var sample = await PromotionSample.StartAsync();
        var (one, two) = (await sample.BuildAsync("one"), await sample.BuildAsync("two"));
        using var prometheus = await PrometheusServer.StartAsync(Series((one, 0.01), (two, 0.01)));
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{one}")).Expect(0);
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{two}")).Expect(0);

        (await VerifyAsync(sample, prometheus, two)).Expect(0);

        Assert.Equal(two, await sample.SkopeoAsync("dev"));
        Assert.Equal(1, (await MeasuresAsync(sample)).GetProperty("canaries-passed").GetInt32());
    }

    private static Task<ChildResult> VerifyAsync(PromotionSample sample, PrometheusServer prometheus, Digest canary) => sample.PromotionAsync(
        "canary-verify", "--metrics-url", prometheus.Address.AbsoluteUri, "--service", "shop", "--canary", canary.Text, "--environment", "dev", "--window", "10m", "--step", "30s",
        "--on-fail", "rollback", "--rollback-check", "0s");

    private static async Task<JsonElement> MeasuresAsync(PromotionSample sample)
    {
        var report = (await sample.RunAsync("report", "--environment", "dev", "--host", "git", "--remote", "origin", "--json-file", "report.json")).Expect(0);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(sample.Clone.Folder, "report.json")));
        Assert.NotEmpty(report.Output);
        return document.RootElement.GetProperty("environments")[0].GetProperty("measures").Clone();
    }

    // Half an hour until a little after now, a scrape every 15 seconds; each image has a pod.
    private static string Series(params (Digest Digest, double Errors)[] images)
    {
        var newest = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Scrape * Scrape) + (4 * Scrape);
        var text = new StringBuilder("# TYPE http_requests counter\n");
        foreach (var (digest, errors) in images)
        {
            foreach (var (code, each) in new[] { ("200", 1000 * (1 - errors)), ("500", 1000 * errors) })
            {
                for (var i = 0; i <= Scrapes; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"http_requests_total{{service=\"shop\",digest=\"{digest}\",pod=\"p-{digest.Hex[..6]}\",code=\"{code}\"}} {i * each:0} {newest - ((Scrapes - i) * Scrape)}\n");
                }
            }
        }

        return text.Append("# EOF\n").ToString();
    }
}
