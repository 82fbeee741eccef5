using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.CanaryVerify;

/// <summary><c>canary-verify judge FILE</c>: what a judge says about samples in a file, so that judges can be compared on one's own data.</summary>
internal static class JudgePairs
{
    internal static async Task<CommandReport> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var (file, judge) = (context.Inputs.Get(CanaryInputs.Pairs), context.Inputs.Get(CanaryInputs.Judge));
        context.Inputs.ThrowIfAny();
        var pairs = await PairsFile.ReadAsync(context.WorkingDirectory, file, cancellation);
        var judged = pairs.Select(p => (Pair: p, Verdict: Verdict(judge, p))).ToList();
        return new CommandReport
        {
            Exit = ExitCode.Ok,
            Headline = $"{judged.Count} pairs were judged.",
            StandardOutput = PairsJson.Of(judged),
            Summary = new Summary("Pairs", []),
            Result = default,
        };
    }

    private static MetricVerdict Verdict(CanaryJudgeName judge, MetricPair pair) => judge switch
    {
        CanaryJudgeName.Rank => RankJudge.Judge(pair.Control, pair.Experiment, pair.Options),
        CanaryJudgeName.MeanInequality => KayentaJudge.JudgeMeans(pair.Control, pair.Experiment, pair.Options),
        _ => KayentaJudge.Judge(pair.Control, pair.Experiment, pair.Options),
    };
}
