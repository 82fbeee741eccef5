using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.CanaryVerify;

/// <summary><c>pipelinekit canary-verify judge</c>: what a judge says about samples in a file, so that judges can be compared on one's own data.</summary>
public static class CanaryJudgeAction
{
    internal static readonly Input<string> Pairs = Inputs.Path("pairs", "A JSON array of `{id, control, experiment}`, with options of a metric as in Kayenta's configuration. The verdicts are JSON on standard output.");

    internal static readonly Input<string> Judge = Inputs.Choice(
        "judge",
        "`kayenta-v1`: Kayenta's judge with everything it does. `rank`: the same question, with an exact interval that does not depend on the unit. `mean-inequality`: whichever mean is larger.",
        [("kayenta-v1", "kayenta-v1"), ("rank", "rank"), ("mean-inequality", "mean-inequality")],
        "kayenta-v1");

    /// <summary>The definition. A command of the command line alone.</summary>
    public static ActionDefinition Definition { get; } = new()
    {
        Name = "canary-verify",
        Title = $"{Product.Name} canary-verify",
        Summary = "Judge samples of a canary and its control by the judge of your choice (`judge`)",
        Icon = "activity",
        Inputs = [Pairs, Judge],
        Outputs = [],
        Permissions = [],
        PrintsData = true,
        Words = [new CommandWord("judge", Pairs)],
        Run = RunAsync,
    };

    private static async Task<CommandReport> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var (file, name) = (context.Inputs.Get(Pairs), context.Inputs.Get(Judge));
        if (file.Length == 0)
        {
            context.Inputs.Problem(Pairs, "Nothing is asked for.", $"Write `{Product.Program} canary-verify judge FILE`.");
        }

        context.Inputs.ThrowIfAny();
        var pairs = await PairsFile.ReadAsync(context.WorkingDirectory, file, cancellation);
        var judged = pairs.Select(p => (Pair: p, Verdict: Verdict(name, p))).ToList();
        return new CommandReport
        {
            Exit = ExitCode.Ok,
            Headline = $"{judged.Count} pairs were judged.",
            StandardOutput = PairsJson.Of(judged),
            Summary = new Summary("Pairs", []),
            Result = default,
        };
    }

    private static MetricVerdict Verdict(string judge, MetricPair pair) => judge switch
    {
        "rank" => RankJudge.Judge(pair.Control, pair.Experiment, pair.Options),
        "mean-inequality" => KayentaJudge.JudgeMeans(pair.Control, pair.Experiment, pair.Options),
        _ => KayentaJudge.Judge(pair.Control, pair.Experiment, pair.Options),
    };
}
