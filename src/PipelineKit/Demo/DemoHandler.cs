using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Demo;

/// <summary>A step of the demo as it went.</summary>
/// <param name="Command">What was run.</param>
/// <param name="Expected">The exit code it should have.</param>
/// <param name="Actual">The exit code it had.</param>
internal sealed record DemoStep(string Command, ExitCode Expected, ExitCode Actual);

/// <summary>The demo as it went.</summary>
/// <param name="Folder">Where the sample repository is.</param>
/// <param name="Tampered"><c>file:line</c> of the digest that was changed.</param>
/// <param name="Steps">What was run.</param>
internal sealed record DemoResult(string Folder, string Tampered, IReadOnlyList<DemoStep> Steps);

/// <summary>Makes a repository and a registry, pins, checks, renders onto a branch, judges the image, signs, verifies, promotes, watches a canary, goes back, tampers, and is refused.</summary>
internal static class DemoHandler
{
    private const string Registry = "*=oci:registry";
    private static readonly string[] GitSettings =
    [
        "-c", "user.name=demo", "-c", "user.email=demo@localhost", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false", "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false",
    ];

    private const string Deployment = "deploy/shop.yaml";

    internal static async Task<DemoResult> RunAsync(DemoOptions options, DemoStage stage, TimeProvider time, CancellationToken cancellation)
    {
        var folder = options.Folder;
        var steps = new List<DemoStep>();
        stage.Say("");
        stage.Say($"A sample repository, in {folder}:");
        foreach (var (path, content) in SampleRepository.Files.Append(("images.lock.yaml", SampleRepository.Lock)))
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, content, cancellation);
        }

        foreach (var files in SampleRepository.Files.Select(f => f.Path).Append("images.lock.yaml").GroupBy(p => p[..(p.LastIndexOf('/') + 1)], StringComparer.Ordinal))
        {
            stage.Say($"  {files.Key}{(files.Key.Length > 0 ? " " : "")}{string.Join(' ', files.Select(f => f[files.Key.Length..]))}");
        }

        var digests = await SampleRegistry.WriteAsync(Path.Combine(folder, "registry"), SampleRepository.Images, cancellation);
        stage.Say($"  registry/  (the registry of this demo: an OCI layout with {SampleRepository.Images.Count} images for two platforms)");
        stage.Say("");
        stage.Say($"$ cd {folder}");

        await Step("1. Pin every reference to what its tag means now. The registry is asked once for each image.", ExitCode.Ok, "digest-pin", "--mode", "pin", "--registry-mirrors", Registry, "--platforms", "all");
        await Step("2. Prove it, without any network: the lock knows every digest.", ExitCode.Ok, "digest-pin", "--mode", "check", "--offline");

        var hasGit = await CommitAsync(folder, stage, time, cancellation);
        var branch = hasGit ? "--branch deployments" : "";
        await Step("3. Render the manifests of three environments from templates, every image locked" + (branch.Length > 0 ? ", onto a branch." : "."), ExitCode.Ok, ["render", .. Words(branch)]);
        await Step("4. The same inputs give the same bytes: nothing to do.", ExitCode.Ok, ["render", .. Words(branch)]);
        await Step("5. Somebody slips an image in through a value. It is refused, at the line of the template.", ExitCode.GateSaidNo, ["render", .. Words(branch), "--set", "jobs[0].image=busybox:1.37"]);

        stage.Say("");
        stage.Say("Now the image that was built, and what a scanner says about it: scan/grype.*.json.");
        await SampleScan.WriteAsync(folder, digests, time.GetUtcNow(), cancellation);
        await Step("6. May it go on? A vulnerability of medium severity is known to be exploited: no.", ExitCode.GateSaidNo, "scan-gate");
        await SampleScan.ExceptAsync(folder, time.GetUtcNow(), cancellation);
        stage.Say("");
        stage.Say($"The team answers for it: an exception with owner, reason and end, in {SampleScan.Exceptions}.");
        await Step("7. Ask again: yes, until the exception ends.", ExitCode.Ok, "scan-gate");
        await Step("8. Make that decision again from the same files, without network: the same bytes.", ExitCode.Ok, "scan-gate", "replay", "decision.json");

        stage.Say("");
        stage.Say($"A key pair for the release: {SampleSignatures.PrivateKey} and {SampleSignatures.PublicKey}.");
        await SampleSignatures.WriteKeysAsync(folder, cancellation);
        await Step("9. Sign its digest with the key, and attach its bill of materials and where it comes from.", ExitCode.Ok, "sign");
        await Step("10. Sign again: what is signed already is left as it is.", ExitCode.Ok, "sign");
        await Step("11. Verify by policy, without any network: who signed, and what must be attested.", ExitCode.Ok, "verify");
        stage.Say("");
        stage.Say($"Somebody takes a component out of the bill of materials that was signed: {SampleSignatures.Tampered}.");
        await SampleSignatures.TamperAsync(folder, cancellation);
        await Step("12. Verify what was tampered with: this must be refused, with the reason.", ExitCode.Integrity, "verify", "--bundle", SampleSignatures.Tampered);

        if (hasGit)
        {
            stage.Say("");
            stage.Say("Three environments with a registry each (registries/); the ledger is on a branch of the repository.");
            await Step("13. Bring the image to the first one. The tag is looked up once; from there on it is the digest.", ExitCode.Ok, "promote", "--to", "dev", "--image", SampleRepository.Shop);
            await Step("14. On to staging: it must be signed by the release key, with a bill of materials.", ExitCode.Ok, "promote", "--to", "staging");
            await Step("15. And to production: same digest, same signatures, one more line in the ledger.", ExitCode.Ok, "promote", "--to", "production");
            await Step("16. Again: it is there, on record, in lock and manifest. Nothing to do.", ExitCode.Ok, "promote", "--to", "production");
            await Step("17. The next build comes to dev. Nobody has signed it.", ExitCode.Ok, "promote", "--to", "dev", "--image", SampleRepository.NextShop);
            await Step("18. So staging does not take it; every gate is told.", ExitCode.GateSaidNo, "promote", "--to", "staging");
            await Step("19. Could one go back? Prove it, and change nothing.", ExitCode.Ok, "rollback", "--environment", "dev", "--rehearse");
            stage.Say("");
            stage.Say($"A third of the traffic in dev goes to it: what the pods counted is in {SampleTraffic.Busy} and");
            stage.Say($"{SampleTraffic.Failing}, and its digest is the `canary` in pipelinekit.yaml.");
            await SampleTraffic.WriteAsync(folder, digests[SampleRepository.Shop], digests[SampleRepository.NextShop], time.GetUtcNow(), cancellation);
            await Step("20. Is it as good as what was there? Five minutes, step by step: yes, and that was clear early.", ExitCode.Ok, "canary-verify", "--metrics-file", SampleTraffic.Busy);
            await Step("21. Later it fails one request in five: the image before is back at once, this one is rejected.", ExitCode.GateSaidNo, "canary-verify", "--metrics-file", SampleTraffic.Failing);
            await Step("22. What is on record: how long it took to see it, and to go back.", ExitCode.Ok, "report", "--environment", "dev");
            await Step("23. Walk production back to the build: every line, every signed record, without any network.", ExitCode.Ok, "verify", "--config", "audit.yaml");
        }

        var tampered = await TamperAsync(folder, cancellation);
        stage.Say("");
        stage.Say($"Now somebody changes one digit of a digest: {tampered}.");
        await Step($"{(hasGit ? 24 : 13)}. Check again: this must fail, with file and line.", ExitCode.GateSaidNo, "digest-pin", "--mode", "check", "--offline");
        stage.Say("");
        return new DemoResult(folder, tampered, steps);

        async Task Step(string title, ExitCode expected, params string[] words)
        {
            var shown = string.Join(' ', words.Select(word => word.AsSpan().ContainsAny("*[") ? $"'{word}'" : word));
            stage.Say("");
            stage.Say(title);
            stage.Say($"$ pipelinekit {shown}");
            var exit = await stage.Run([.. words, "--working-directory", folder], cancellation);
            stage.Say($"(exit {(int)exit})");
            steps.Add(new DemoStep(shown, expected, exit));
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // False where there is no Git: then the manifests go to a folder.
    private static async Task<bool> CommitAsync(string folder, DemoStage stage, TimeProvider time, CancellationToken cancellation)
    {
        var git = new ProcessRunner(time);
        stage.Say("");
        try
        {
            foreach (var words in (string[][])[["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Pinned"]])
            {
                var result = await git.RunAsync(
                    new ProcessRequest { Program = "git", Folder = folder, Arguments = [.. GitSettings, .. words], Timeout = TimeSpan.FromMinutes(1) }, cancellation);
                if (result.ExitCode != 0)
                {
                    throw new FailureException(new Failure(FailureCodes.UnusableRepository, $"`git {string.Join(' ', words)}` ended with {result.ExitCode}: {result.Error.Trim()}"));
                }
            }
        }
        catch (ProcessException problem) when (problem.Problem == ProcessProblem.NotStarted)
        {
            stage.Say("(Git is not installed: what follows goes to a folder instead of a branch.)");
            return false;
        }

        stage.Say("$ git init && git add --all && git commit --message Pinned");
        return true;
    }

    private static async Task<string> TamperAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, Deployment);
        var text = await File.ReadAllTextAsync(path, cancellation);
        var digit = text.LastIndexOf("@sha256:", StringComparison.Ordinal) + "@sha256:".Length;
        var other = text[digit] == '0' ? '1' : '0';
        await File.WriteAllTextAsync(path, string.Concat(text.AsSpan(0, digit), [other], text.AsSpan(digit + 1)), cancellation);
        return $"{Deployment}:{text.AsSpan(0, digit).Count('\n') + 1}";
    }
}
