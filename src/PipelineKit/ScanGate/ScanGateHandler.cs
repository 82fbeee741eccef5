using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Files;
using PipelineKit.Images;

namespace PipelineKit.ScanGate;

/// <summary>Open the image, gather evidence about it and about what runs, decide, write, attest.</summary>
internal static class ScanGateHandler
{
    internal static Task<ScanGateResult> RunAsync(ScanGateOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => OpenAsync(options, context, within), remedy: null, cancellation);

    private static async Task<ScanGateResult> OpenAsync(ScanGateOptions options, CommandContext context, CancellationToken cancellation)
    {
        var files = GateInputFiles.Find(options, context.WorkingDirectory, cancellation);
        var rules = GateRules.Read(options, files);

        // What reaches registries is half of what is loaded for reports alone.
        using var access = options.Image.Length == 0 && options.CompareTo.Image.Length == 0 ? null : ImageAccess.Open(options.Registry, context);
        await using var image = options.Image.Length == 0 ? null : await ImageOpener.OpenAsync(options.Image, options.Resolve, access!, context, cancellation);
        using var folder = MadeFolder.Open(options, context);
        return await RunAsync(options, context, files, rules, access, image, folder, cancellation);
    }

    private static async Task<ScanGateResult> RunAsync(
        ScanGateOptions options, CommandContext context, GateInputFiles files, GateRules rules, ImageAccess? access, OpenedImage? image, MadeFolder folder, CancellationToken cancellation)
    {
        var at = WholeSeconds(context.Time.GetUtcNow());
        var platforms = PlatformsOf(image, rules.Policy);
        var made = new ImageEvidence(options, context, folder.Path, at);
        IReadOnlyList<EvidenceItem> evidence = [.. Read(files.Evidence, context, cancellation), .. image is null ? [] : await made.AboutAsync(image, platforms, cancellation)];
        var (boms, unread) = (made.Boms.ToList(), made.Unread.ToList());
        var baseline = await new BaselineSource(options, files, context, access, made).FindAsync(image, platforms, cancellation);
        var feeds = GateFeeds.Read(files.Epss, files.Kev, [.. evidence, .. baseline?.Evidence ?? []], cancellation);
        var judged = new GateCase
        {
            Subject = image is null ? new GateSubject("", Digest: null, []) : new GateSubject($"{image.Repository.Registry}/{image.Repository.Repository}", image.Digest, image.Platforms),
            Policy = rules.Policy,
            Evidence = evidence,
            Exceptions = rules.Exceptions,
            ExceptionFiles = rules.Files,
            Epss = feeds.Epss,
            Kev = feeds.Kev,
            Baseline = baseline,
            Environment = options.Environment,
            At = at,
        };
        var decision = GateJudge.Decide(judged);
        var digest = DecisionOutput.Write(judged, decision, context.WorkingDirectory, options.DryRun ? "" : options.DecisionFile);
        var result = new ScanGateResult(options, judged, decision, digest) { Boms = options.DryRun ? [] : boms, Unread = unread };
        if (options is { DryRun: false, SarifFile.Length: > 0 })
        {
            await AtomicFile.WriteAsync(context.WorkingDirectory, options.SarifFile, ScanGateSarif.Of(result), cancellation);
        }

        return options.Signing is null || image is null ? result : result with { Attested = await GateAttester.AttestAsync(result, options.Signing, image, access!, context, cancellation) };
    }

    // What the policy does not ask for is not made; what it asks for and the image does not have, the judge tells.
    private static IReadOnlyList<GatePlatform> PlatformsOf(OpenedImage? image, GatePolicy policy) =>
        image is null ? []
        : policy.Evidence.Platforms.Count == 0 ? image.Platforms
        : [.. image.Platforms.Where(p => policy.Evidence.Platforms.Contains(p.Platform, StringComparer.Ordinal))];

    private static IReadOnlyList<EvidenceItem> Read(IReadOnlyList<InputFile> files, CommandContext context, CancellationToken cancellation)
    {
        if (files.Count == 0)
        {
            return [];
        }

        using var stage = context.Progress.Stage("Reading evidence", files.Count);
        return EvidenceFiles.Read(files, stage.Advance, cancellation);
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
