using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Promotion;

namespace PipelineKit.Rollback;

/// <summary>Reads the inputs of rollback; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class RollbackOptionsParser(CommandContext context)
{
    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal PromotionOptions Parse()
    {
        var reader = new PromotionOptionsReader(context);
        var digest = reader.DigestOf(RollbackAction.Digest);
        var rehearse = Inputs.Get(RollbackAction.Rehearse);
        var detected = DetectedOf();
        var options = reader.Read(
            Inputs.Get(RollbackAction.Environment) ?? "", request => request with { Action = LedgerAction.Rollback, Digest = digest, DryRun = rehearse, DetectedAt = detected });
        Inputs.ThrowIfAny();
        return options;
    }

    private DateTimeOffset? DetectedOf()
    {
        var text = Inputs.Get(RollbackAction.DetectedAt);
        if (text.Length == 0)
        {
            return null;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            Inputs.Problem(RollbackAction.DetectedAt, $"`{text}` is not a time.", "Write it as in `2026-11-21T08:00:00Z`.");
        }
        else if (at > context.Time.GetUtcNow())
        {
            Inputs.Problem(RollbackAction.DetectedAt, $"`{text}` is in the future.", "Correct it, or leave it out.");
        }

        return at;
    }
}
