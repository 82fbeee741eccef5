using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Signing;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads the inputs of canary-verify; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class CanaryVerifyOptionsParser(CommandContext context)
{
    private const int RequestsAtOnce = 8;

    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal CanaryVerifyOptions Parse()
    {
        var timeout = Inputs.Get(CanaryInputs.Timeout);
        var mode = Inputs.Get(CanaryInputs.Mode);
        var host = PullRequestInputs.Read(context);
        var attests = Attests();
        var options = new CanaryVerifyOptions
        {
            Mode = mode,
            Metrics = new MetricsPlaceReader(context).Read(isNeeded: mode != CanaryMode.Plan),
            Service = Inputs.Get(CanaryInputs.Service),
            Canary = ImageOf(CanaryInputs.Canary),
            Baseline = ImageOf(CanaryInputs.Baseline),
            Environment = Inputs.Get(FollowUpInputs.Environment),
            CanarySelector = Inputs.Get(CanaryInputs.CanarySelector),
            BaselineSelector = Inputs.Get(CanaryInputs.BaselineSelector),
            ScopeCheck = Inputs.Get(CanaryInputs.ScopeCheck),
            Presets = Inputs.Get(CanaryInputs.Preset) ?? [],
            KayentaConfig = Inputs.Get(CanaryInputs.KayentaConfig),
            Judge = Inputs.Get(CanaryInputs.Judge),
            Window = Inputs.Get(CanaryInputs.Window),
            Step = Inputs.Get(CanaryInputs.Step),
            End = Inputs.Get(CanaryInputs.End),
            Interval = Inputs.Get(CanaryInputs.Interval),
            WarmUp = Inputs.Get(CanaryInputs.WarmUp),
            MaximumTime = Inputs.Get(CanaryInputs.MaximumTime),
            Alpha = Inputs.Get(CanaryInputs.Alpha),
            Beta = Inputs.Get(CanaryInputs.Beta),
            Slo = Inputs.Get(CanaryInputs.Slo),
            MaximumBurn = Inputs.Get(CanaryInputs.MaximumBurn),
            History = Inputs.Get(CanaryInputs.History),
            PassInconclusive = Inputs.Get(CanaryInputs.PassInconclusive),
            VerdictFile = Inputs.Get(CanaryInputs.VerdictFile),
            ChartFile = Inputs.Get(CanaryInputs.ChartFile),
            Signing = attests ? new SigningInputReader(context).Read() : null,
            Plan = mode == CanaryMode.Plan ? new PlanQuestionReader(Inputs).Read() : null,
            CalibrationWindows = Inputs.Get(CanaryInputs.Windows),
            DryRun = Inputs.Get(CanaryInputs.DryRun),
            Json = Inputs.Get(CanaryInputs.Json),
            Timeout = timeout,
            Registry = RegistryInputs.Read(context, PullRequestInputs.GitHubTokenOf(host, context.Ci), RequestsAtOnce, timeout),
        };
        CanaryContradictions.Refuse(options, attests, Inputs);
        Inputs.ThrowIfAny();
        return options;
    }

    private bool Attests()
    {
        var words = Inputs.Get(CanaryInputs.Attest).SelectMany(l => l.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        foreach (var word in words.Where(w => w != "verdict"))
        {
            Inputs.Problem(CanaryInputs.Attest, $"`{word}` cannot be attested: allowed is verdict.");
        }

        return words.Count > 0;
    }

    private CanaryImage? ImageOf(Input<string> input)
    {
        var text = Inputs.Get(input);
        if (text.Length == 0)
        {
            return null;
        }

        if (Digest.TryParse(text, out var digest))
        {
            return new CanaryImage(digest, Reference: null);
        }

        if (!ImageReference.TryParse(text, out var reference, out var problem))
        {
            Inputs.Problem(input, $"`{input.Name}` is neither an image nor a digest: {problem}.", "Write `ghcr.io/acme/shop@sha256:...` or `sha256:...`.");
        }
        else if (reference.Digest is null)
        {
            Inputs.Problem(input, $"`{text}` has no digest, and its tag can mean another image by now.", "Write `name@sha256:...`; `digest-pin` or the output of the build has it.");
        }
        else
        {
            return new CanaryImage(reference.Digest, reference);
        }

        return null;
    }
}
