using PipelineKit.Ci;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Demo;

public sealed class DemoTests
{
    private const int Width = 100;

    [Fact]
    public async Task The_demo_reads_in_the_order_things_happen_says_nothing_twice_and_fits_the_terminal()
    {
        using var folder = new TempFolder();
        var lines = await RunAsync(folder.Path);

        string[] order =
        [
            "$ cd ", "$ pipelinekit digest-pin --mode pin --registry-mirrors '*=oci:registry' --platforms all", "12 of 12 references newly pinned in 4 files, 1 of them in the lock alone.", "(exit 0)",
            "$ pipelinekit digest-pin --mode check --offline", "All 12 references that can be pinned are pinned.", "(exit 0)",
            "$ git init", "$ pipelinekit render --branch deployments", "12 manifests with 20 documents, 4 images locked to digests", "(exit 0)",
            "$ pipelinekit render --branch deployments", "12 manifests with 20 documents, 4 images locked to digests: nothing changed.", "(exit 0)",
            "$ pipelinekit render --branch deployments --set 'jobs[0].image=busybox:1.37'", "error not-pinned deploy/templates/jobs.yaml.sbn:19:25:", "(exit 1)",
            "$ pipelinekit scan-gate", "error vulnerability scan/grype.amd64.json: CVE-2026-21441", "The image may not go on: 1 finding blocks it.", "(exit 1)",
            "$ pipelinekit scan-gate", "The decision holds until", "The image may go on: 2 findings, none blocks, 1 excused.", "(exit 0)",
            "$ pipelinekit scan-gate replay decision.json", "The decision is the same, byte for byte: pass.", "(exit 0)",
            "$ pipelinekit sign", "1 signature and 2 attestations were made.", "(exit 0)", "$ pipelinekit sign", "Nothing to sign: all 3 signatures are there already, and verify.", "(exit 0)",
            "$ pipelinekit verify", "1 image verified.", "(exit 0)", "$ pipelinekit verify --bundle bundles/tampered.json", "error bad-signature", "(exit 4)",
            "$ pipelinekit promote --to dev --image ghcr.io/example/shop:1.4.2", "dev has shop sha256:", "(exit 0)", "$ pipelinekit promote --to staging", "staging has shop sha256:", "(exit 0)",
            "$ pipelinekit promote --to production", "production has shop sha256:", "(exit 0)", "$ pipelinekit promote --to production", "Nothing to do: production has shop", "(exit 0)",
            "$ pipelinekit promote --to dev --image ghcr.io/example/shop:1.5.0", "dev has shop sha256:", "(exit 0)", "$ pipelinekit promote --to staging", "error signature.", "(exit 1)",
            "$ pipelinekit rollback --environment dev --rehearse", "(exit 0)",
            "$ pipelinekit canary-verify --metrics-file metrics/busy.txt", "The canary passed: ", "(exit 0)", "$ pipelinekit canary-verify --metrics-file metrics/failing.txt", "The canary failed: ", "(exit 1)",
            "$ pipelinekit report --environment dev", "(exit 0)",
            "$ pipelinekit verify --config audit.yaml", "(exit 0)",
            "error lock-mismatch deploy/shop.yaml:15:16:", "12 references checked; 1 problem to resolve.", "(exit 1)", "The demo went as it should",
        ];
        var at = -1;
        foreach (var text in order)
        {
            at = lines.FindIndex(at + 1, line => line.StartsWith(text, StringComparison.Ordinal));
            Assert.True(at >= 0, $"`{text}` is missing or comes too early in:\n{string.Join('\n', lines)}");
        }

        Assert.Single(lines, line => line.Contains("lock-mismatch", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("The tag or the digest was changed beside the lock.", StringComparison.Ordinal));

        // A verdict is one sentence, however long, because logs are searched by line.
        Assert.All(lines.Where(line => !line.Contains(folder.Path, StringComparison.Ordinal) && !line.StartsWith("The canary ", StringComparison.Ordinal)), line => Assert.True(line.Length <= Width, line));
        Assert.InRange(lines.Count(line => line.Length > 0 && !line.StartsWith("Looking up", StringComparison.Ordinal)), order.Length, 560);
    }

    private static async Task<List<string>> RunAsync(string folder)
    {
        using var screen = new StringWriter { NewLine = "\n" };
        Application? program = null;
        program = new Application
        {
            Published = Catalog.Published,
            Commands = Catalog.All(() => program!.DemoStage()),
            Variables = new Dictionary<string, string> { ["NO_COLOR"] = "1" },
            Output = screen,
            Error = screen,
            Facts = new ProcessFacts { CurrentFolder = folder, OutputIsTerminal = true, ErrorIsTerminal = true, Width = Width },
            Time = TimeProvider.System,
        };
        Assert.Equal(ExitCode.Ok, await program.RunAsync(["demo", "--folder", "shop"], CancellationToken.None));
        return [.. screen.ToString().Split('\n').Select(WithoutControls)];
    }

    // What the moving progress leaves behind: ECMA-48 control sequences, CSI up to the final byte.
    private static string WithoutControls(string line)
    {
        for (var at = line.IndexOf('\u001B', StringComparison.Ordinal); at >= 0; at = line.IndexOf('\u001B', StringComparison.Ordinal))
        {
            var end = at + 2;
            while (end < line.Length && line[end] is < '@' or > '~')
            {
                end++;
            }

            line = line.Remove(at, Math.Min(end + 1, line.Length) - at);
        }

        // What stood before the last return to the start of the line was drawn over.
        line = line.TrimEnd('\r', ' ');
        return line[(line.LastIndexOf('\r') + 1)..].Trim(' ');
    }
}
