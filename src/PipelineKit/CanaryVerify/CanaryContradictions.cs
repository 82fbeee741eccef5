using PipelineKit.Actions;

namespace PipelineKit.CanaryVerify;

/// <summary>Inputs that exclude or need each other.</summary>
internal static class CanaryContradictions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    internal static void Refuse(CanaryVerifyOptions options, bool attests, InputReader inputs)
    {
        if (options.Mode != CanaryMode.Plan)
        {
            Images(options, attests, inputs);
            Judge(options, inputs);
        }

        Times(options, inputs);
        if (options is { MaximumBurn: not null, Slo: null })
        {
            inputs.Problem(CanaryInputs.MaximumBurn, "`max-burn` says how fast an error budget may burn, and there is no budget without `slo`.", "Give `slo`, or write both into `canary.slo` of pipelinekit.yaml.");
        }
    }

    private static void Images(CanaryVerifyOptions options, bool attests, InputReader inputs)
    {
        if (options.Canary is null && options.Mode != CanaryMode.Calibrate && !inputs.IsGiven(CanaryInputs.Canary))
        {
            inputs.Problem(CanaryInputs.Canary, "It is not said which image is the canary.", "Give `canary`, by digest.");
        }

        if (options.Baseline is null && options.Environment.Length == 0 && !inputs.IsGiven(CanaryInputs.Baseline))
        {
            inputs.Problem(CanaryInputs.Baseline, "It is not said what the canary is compared with.", "Give `baseline`, by digest, or `environment` whose ledger knows.");
        }

        if (options.Mode != CanaryMode.Calibrate && options.Canary is { } canary && canary.Digest == options.Baseline?.Digest && Same(options))
        {
            inputs.Problem(CanaryInputs.Baseline, "Canary and baseline are one and the same image, and nothing else tells them apart.", "Give the digest that was there before, or `canary-selector` and `baseline-selector`.");
        }

        if (attests && options.Canary is { Reference: null })
        {
            inputs.Problem(CanaryInputs.Attest, "A verdict is attached to the image, and `canary` is only a digest.", "Write `canary` as `registry/name@sha256:...`.");
        }

        if (attests && options.Mode == CanaryMode.Calibrate)
        {
            inputs.Problem(CanaryInputs.Attest, "A calibration gives no verdict that could be attested.", "Leave `attest` out.");
        }
    }

    private static bool Same(CanaryVerifyOptions options) => string.Equals(options.CanarySelector, options.BaselineSelector, StringComparison.Ordinal);

    private static void Judge(CanaryVerifyOptions options, InputReader inputs)
    {
        if (options.Judge is CanaryJudgeName.Rank or CanaryJudgeName.MeanInequality)
        {
            inputs.Problem(CanaryInputs.Judge, "This judge compares samples in a file, and does not decide on rollouts.", "Use `canary-verify judge FILE`, or leave `judge` out.");
        }

        if (options is { KayentaConfig.Length: > 0, Presets.Count: > 0 })
        {
            inputs.Problem(CanaryInputs.Preset, "`preset` and `kayenta-config` both say which metrics there are.", "Give one of them.");
        }
    }

    private static void Times(CanaryVerifyOptions options, InputReader inputs)
    {
        Whole(CanaryInputs.Step, options.Step, inputs);
        Whole(CanaryInputs.Window, options.Window, inputs);
        Whole(CanaryInputs.Interval, options.Interval, inputs);
        Whole(CanaryInputs.MaximumTime, options.MaximumTime, inputs);
        if (options.WarmUp < TimeSpan.Zero || options.WarmUp > Longest)
        {
            inputs.Problem(CanaryInputs.WarmUp, "`warm-up` is at most seven days.");
        }

        if (options is { Window: { } window, Step: { } step } && step > TimeSpan.Zero && window < step)
        {
            inputs.Problem(CanaryInputs.Step, "A step is longer than the whole window.", "Give a window of some tens of steps.");
        }

        if (options.Mode == CanaryMode.Watch && options.End is not null)
        {
            inputs.Problem(CanaryInputs.End, "`watch` begins now; `end` is for windows that are over.", "Leave it out, or use `mode: check`.");
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimer)
        {
            inputs.Problem(CanaryInputs.Timeout, "`timeout` is above 0 and at most 40 days.");
        }
    }

    private static void Whole(Input input, TimeSpan? span, InputReader inputs)
    {
        if (span is { } time && (time < TimeSpan.FromSeconds(1) || time > Longest || time.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            inputs.Problem(input, $"`{input.Name}` is a number of whole seconds, from one second to seven days.");
        }
    }
}
