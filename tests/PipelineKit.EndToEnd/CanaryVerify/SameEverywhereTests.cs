using System.Globalization;
using System.Text;
using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd.CanaryVerify;

[Collection(PackagedTests.Name)]
public sealed class SameEverywhereTests(ReleaseImage image, ExtensionPackage package)
{
    private const long From = 1714521600;
    private const int Scrapes = 240;
    private const int Scrape = 15;
    private const int Requests = 900;
    private const int Errors = 9;
    private static readonly string Baseline = "sha256:" + new string('a', 64);
    private static readonly string Canary = "sha256:" + new string('b', 64);

    [SkippableTheory]
    [InlineData(Errors, 0, "pass")]
    [InlineData(Errors * 2, 1, "fail")]
    public async Task The_command_line_the_container_and_the_task_decide_the_same(int errors, int exit, string verdict)
    {
        // The file has the name of a decision, so that the moment in it is taken out before it is compared.
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["metrics-file"] = "metrics.om",
            ["service"] = "shop",
            ["canary"] = Canary,
            ["baseline"] = Baseline,
            ["end"] = "2024-05-01T01:00:00Z",
            ["verdict-file"] = "decision.json",
            ["chart-file"] = "evidence.svg",
        };

        var files = await new Faces(image, package, "canary-verify", folder => File.WriteAllText(Path.Combine(folder, "metrics.om"), Metrics(errors))).AssertSameAsync(inputs, exit);

        Assert.Contains($"\"verdict\":\"{verdict}\"", files["decision.json"], StringComparison.Ordinal);
        Assert.StartsWith("<svg", files["evidence.svg"], StringComparison.Ordinal);
    }

    private static string Metrics(int errors)
    {
        var text = new StringBuilder("# TYPE http_requests counter\n");
        foreach (var (digest, failing) in new[] { (Baseline, Errors), (Canary, errors) })
        {
            foreach (var (code, each) in new[] { ("200", Requests - failing), ("500", failing) })
            {
                for (var i = 0; i <= Scrapes; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"http_requests_total{{service=\"shop\",digest=\"{digest}\",pod=\"p-{digest[7]}\",code=\"{code}\"}} {(long)i * each} {From + (i * Scrape)}\n");
                }
            }
        }

        return text.Append("# EOF\n").ToString();
    }
}
