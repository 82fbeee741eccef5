using System.Globalization;
using PipelineKit.Actions;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads what a plan is made for; problems are kept.</summary>
/// <param name="inputs">The inputs.</param>
internal sealed class PlanQuestionReader(InputReader inputs)
{
    private static readonly double[] UsualWeights = [5, 10, 20, 50];

    internal PlanQuestion Read()
    {
        var question = new PlanQuestion(
            Needed(CanaryInputs.Requests, "how much traffic there is"), Needed(CanaryInputs.ErrorRatio, "which part of the requests fails today"),
            inputs.Get(CanaryInputs.Effect) ?? 2, inputs.Get(CanaryInputs.Power) ?? 0.9, Weights());
        if (question.Effect <= 1)
        {
            inputs.Problem(CanaryInputs.Effect, "`effect` is above 1: twice as many errors is `2`.");
        }

        return question;
    }

    private double Needed(Input<double?> input, string what)
    {
        if (inputs.Get(input) is { } value)
        {
            return value;
        }

        if (!inputs.IsGiven(input))
        {
            inputs.Problem(input, $"It is not said {what}.", $"Give `{input.Name}`; the metrics of the last day tell it.");
        }

        return 0.5;
    }

    private double[] Weights()
    {
        var words = inputs.Get(CanaryInputs.Weights) ?? [];
        var weights = new List<double>(words.Count);
        foreach (var word in words)
        {
            if (double.TryParse(word.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and < 100 && (weights.Count == 0 || percent > weights[^1]))
            {
                weights.Add(percent);
            }
            else
            {
                inputs.Problem(CanaryInputs.Weights, $"`{word}` is no share of the traffic, or not above the one before it.", "Write percentages that grow, above 0 and below 100, such as `5,20,50`.");
            }
        }

        return weights.Count > 0 ? [.. weights] : UsualWeights;
    }
}
