using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.CanaryVerify;

/// <summary>Says how long and how large a canary must be.</summary>
internal static class PlanReport
{
    internal static CommandReport From(CanaryVerifyOptions options)
    {
        var plan = Plan(options);
        return new CommandReport
        {
            Exit = plan.IsPossible ? ExitCode.Ok : ExitCode.GateSaidNo,
            Headline = CanaryText.Sentence(plan.Text),
            Outputs = [new(CommonOutputs.Verdict, plan.IsPossible ? "pass" : "fail"), new(CanaryOutputs.Reason, plan.IsPossible ? "planned" : "impossible"), new(CanaryOutputs.TimeNeeded, plan is { IsPossible: true, Minutes: { } minutes } ? Number(minutes * 60) : "")],
            Summary = new Summary("canary-verify plan", Blocks(options.Plan!, plan)),
            Result = CanaryJson.Element(json =>
            {
                json.WriteStartObject();
                json.WriteString("mode", "plan");
                json.WriteBoolean("possible", plan.IsPossible);
                json.WriteString("text", plan.Text);
                VerdictNumbers.Write(json, "minutes", plan.Minutes);
                VerdictNumbers.Write(json, "minutesToFind", plan.MinutesToFind);
                VerdictNumbers.Write(json, "budgetSpent", plan.BudgetSpent);
                VerdictNumbers.Write(json, "budgetSpentWhenGood", plan.BudgetSpentWhenGood);
                json.WriteStartArray("steps");
                foreach (var step in plan.Steps)
                {
                    json.WriteStartObject();
                    VerdictNumbers.Write(json, "weight", step.Weight);
                    VerdictNumbers.Write(json, "minutes", step.Minutes);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }),
            ResultToStandardOutput = options.Json,
        };
    }

    private static CanaryPlan Plan(CanaryVerifyOptions options)
    {
        try
        {
            return CanaryPlan.For(Request(options));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new FailureException(new Failure(FailureCodes.BadInputValue, $"Nothing can be planned with these numbers: {e.Message}", "Give numbers as they are in production."));
        }
    }

    private static PlanRequest Request(CanaryVerifyOptions options)
    {
        var question = options.Plan!;
        var usual = new CanaryPolicy { Steps = 1 };
        return new PlanRequest
        {
            RequestsPerSecond = question.Requests,
            ErrorRatio = question.ErrorRatio,
            Effect = question.Effect,
            Power = question.Power,
            Alpha = options.Alpha ?? usual.Alpha,
            Beta = options.Beta ?? usual.Beta,
            Weights = question.Weights,
            Objective = options.Slo,
            Longest = options.MaximumTime,
        };
    }

    private static List<SummaryBlock> Blocks(PlanQuestion question, CanaryPlan plan)
    {
        var blocks = new List<SummaryBlock>
        {
            new Paragraph($"{Number(question.Requests)} requests a second of which {Number(question.ErrorRatio * 100)} % fail; {Number(question.Effect)} times as many are to be found with a probability of {Number(question.Power * 100)} %."),
        };
        if (plan.Steps.Count > 0)
        {
            blocks.Add(new Table(null, ["Share of the traffic", "Minutes"], [.. plan.Steps.Select(s => new Cell[] { $"{Number(s.Weight)} %", Number(s.Minutes) })]));
        }

        if (plan.BudgetSpent is { } spent)
        {
            blocks.Add(new Paragraph($"A canary that is so much worse uses up at most {Number(spent * 100)} % of the error budget until it is found{(plan.BudgetSpentWhenGood is { } good ? $"; a good one {Number(good * 100)} %" : "")}."));
        }

        return blocks;
    }

    private static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
