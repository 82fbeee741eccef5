using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd.ScanGate;

[Collection(PackagedTests.Name)]
public sealed class SameEverywhereTests(ReleaseImage image, ExtensionPackage package)
{
    private static readonly Dictionary<string, string> Inputs = new(StringComparer.Ordinal)
    {
        ["image"] = $"{GateSample.Shop}@{GateSample.Image.Root.Digest}",
        ["registry-mirrors"] = "*=oci:images",
        ["reports"] = "reports/*.json",
        ["exceptions"] = "exceptions.yaml",
        ["decision-file"] = "decision.json",
        ["sarif-file"] = "gate.sarif",
    };

    [SkippableTheory]
    [InlineData("Critical", 1)]
    [InlineData("Low", 0)]
    public async Task The_command_line_the_container_and_the_task_decide_the_same(string severity, int exit)
    {
        using var sample = await GateSample.MakeAsync(severity);

        var files = await new Faces(image, package, "scan-gate", sample.CopyTo).AssertSameAsync(Inputs, exit);

        Assert.Contains(exit == 0 ? "\"verdict\": \"pass\"" : "\"verdict\": \"fail\"", files["decision.json"], StringComparison.Ordinal);
        Assert.Contains("CVE-2026-1000", files["gate.sarif"], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task All_three_make_the_same_decision_again()
    {
        using var sample = await GateSample.MakeAsync("Critical");
        var run = await new Child(await Published.BinaryAsync(), ["scan-gate", .. Inputs.SelectMany(i => (string[])["--" + i.Key, i.Value])]) { WorkingDirectory = sample.Folder }.RunAsync();
        run.Expect(1);

        var files = await new Faces(image, package, "scan-gate", sample.CopyTo).AssertSameAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["replay"] = "decision.json" }, exit: 0);

        Assert.Contains("\"same\": true", files[Faces.Report], StringComparison.Ordinal);
    }
}
