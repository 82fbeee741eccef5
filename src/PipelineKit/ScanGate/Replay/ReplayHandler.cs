using System.Text;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Policy;

namespace PipelineKit.ScanGate;

/// <summary>Read the decision, find the files it was made from, decide again, compare. No network is asked.</summary>
internal static class ReplayHandler
{
    private const int LongestLine = 200;
    private const int MaximumDecision = 512 << 20;

    internal static Task<ReplayResult> RunAsync(ReplayOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => Task.FromResult(Run(options, context, within)), remedy: null, cancellation);

    private static ReplayResult Run(ReplayOptions options, CommandContext context, CancellationToken cancellation)
    {
        var file = EvidencePaths.One(options.Decision, ScanGateAction.Replay, context.WorkingDirectory);
        var bytes = SmallFile.ReadWhole(file, MaximumDecision);
        var plan = DecisionReader.Read(bytes, file.Name);
        var files = new ReplayFiles(context.WorkingDirectory, file.Path, Path.GetFullPath(options.EvidenceDir, context.WorkingDirectory));
        var judged = CaseOf(plan, files, context, cancellation) with { At = options.At ?? plan.At };
        var decision = GateJudge.Decide(judged);
        var again = DecisionJson.Write(judged, decision);
        return new ReplayResult(options, judged, decision, Digest.Sha256(again), options.At is null ? Compare(bytes, again) : null);
    }

    private static GateCase CaseOf(ReplayPlan plan, ReplayFiles files, CommandContext context, CancellationToken cancellation)
    {
        var rules = GateRules.With(PolicyOf(plan, files), [.. plan.Exceptions.Select(e => SmallFile.Read(files.Find(e)))]);
        var evidence = Read(plan.Evidence, files, context, cancellation);
        var baseline = plan.Baseline is { } compared ? new GateBaseline(compared.Name, compared.Digest, Read(compared.Evidence, files, context, cancellation)) : null;
        var feeds = GateFeeds.Read(
            plan.Epss is { } epss ? files.Find(epss) : null, plan.Kev is { } kev ? files.Find(kev) : null, [.. evidence, .. baseline?.Evidence ?? []], cancellation);
        return new GateCase
        {
            Subject = plan.Subject,
            Policy = rules.Policy,
            Evidence = evidence,
            Exceptions = rules.Exceptions,
            ExceptionFiles = rules.Files,
            Epss = feeds.Epss,
            Kev = feeds.Kev,
            Baseline = baseline,
            Environment = plan.Environment,
            At = plan.At,
        };
    }

    private static GatePolicy PolicyOf(ReplayPlan plan, ReplayFiles files)
    {
        if (plan.PolicyText.Length == 0)
        {
            return GateRules.PolicyOf(SmallFile.Read(files.Find(plan.Policy)));
        }

        var text = Encoding.UTF8.GetBytes(plan.PolicyText);
        return Digest.Sha256(text) == plan.Policy.Digest
            ? GatePolicyFile.Read(text, plan.Policy.Name) with { Text = plan.PolicyText }
            : throw new FailureException(new Failure(FailureCodes.DigestMismatch, "The policy in the decision does not have the digest the decision gives it.", "The decision was changed after it was made: do not rely on it."));
    }

    private static List<EvidenceItem> Read(IReadOnlyList<ReplayItem> items, ReplayFiles files, CommandContext context, CancellationToken cancellation)
    {
        using var stage = context.Progress.Stage("Reading evidence", items.Count);
        var evidence = new List<EvidenceItem>(items.Count);
        foreach (var item in items)
        {
            var read = EvidenceFiles.Read(files.Find(item.File), cancellation);
            if (read.Digest != item.File.Digest)
            {
                throw new FailureException(new Failure(FailureCodes.DigestMismatch, $"`{item.File.Name}` changed while it was read.", Place: new SourcePlace(item.File.Name)));
            }

            var document = read.Document is { } found && item.Invocation is { } invocation ? invocation.ApplyTo(found) : read.Document;
            evidence.Add(read with { Document = document, BoundTo = item.BoundTo, Trust = item.Trust, Invocation = item.Invocation });
            stage.Advance(item.File.Name);
        }

        return evidence;
    }

    private static ReplayDifference? Compare(ReadOnlySpan<byte> was, ReadOnlySpan<byte> now)
    {
        var at = was.CommonPrefixLength(now);
        return at == was.Length && at == now.Length ? null : new ReplayDifference(was[..at].Count((byte)'\n') + 1, LineAt(was, at), LineAt(now, at));
    }

    private static string LineAt(ReadOnlySpan<byte> text, int at)
    {
        var start = text[..at].LastIndexOf((byte)'\n') + 1;
        var rest = text[start..];
        var end = rest.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).Trim();
        return line.Length <= LongestLine ? line : line[..LongestLine] + "…";
    }
}
