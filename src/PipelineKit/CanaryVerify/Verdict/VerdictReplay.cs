using System.Text;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.Trust;

namespace PipelineKit.CanaryVerify;

/// <summary>The parsed inputs of a replay.</summary>
/// <param name="Verdict">The verdict file, relative to the working directory.</param>
/// <param name="Json">Print the result as JSON on standard output.</param>
/// <param name="Timeout">The limit for the whole run.</param>
internal sealed record VerdictReplayOptions(string Verdict, bool Json, TimeSpan Timeout)
{
    /// <summary>Reads the inputs; throws all problems at once.</summary>
    internal static VerdictReplayOptions Parse(CommandContext context)
    {
        var inputs = context.Inputs;
        var options = new VerdictReplayOptions(inputs.Get(CanaryInputs.Replay), inputs.Get(CanaryInputs.Json), inputs.Get(CanaryInputs.Timeout));
        inputs.ThrowIfAny();
        return options;
    }
}

/// <summary>How deciding again went.</summary>
/// <param name="Options">The inputs.</param>
/// <param name="Document">What it was made from.</param>
/// <param name="Decision">What that decides.</param>
/// <param name="Digest">The digest of the verdict as it is made now.</param>
/// <param name="Difference">The text around the first byte that differs, as it was and as it is; null when nothing does.</param>
internal sealed record VerdictReplayResult(VerdictReplayOptions Options, VerdictDocument Document, CanaryDecision Decision, Digest Digest, (string Was, string Is)? Difference);

/// <summary>Reads a verdict, decides again from its policy and data, and compares. No network is asked.</summary>
internal static class VerdictReplay
{
    private const int Around = 60;

    internal static Task<VerdictReplayResult> RunAsync(VerdictReplayOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => RunWithinAsync(options, context, within), remedy: null, cancellation);

    private static async Task<VerdictReplayResult> RunWithinAsync(VerdictReplayOptions options, CommandContext context, CancellationToken cancellation)
    {
        var was = await OutsideFile.ReadAsync(context.WorkingDirectory, options.Verdict, VerdictReader.MaximumBytes, cancellation);
        var document = VerdictReader.Read(was, options.Verdict);
        var decision = CanaryJudge.Decide(document.Case);
        var now = VerdictWriter.Write(document, decision);
        var at = was.AsSpan().CommonPrefixLength(now);
        var isSame = at == was.Length && at == now.Length;
        return new VerdictReplayResult(options, document, decision, Digest.Sha256(now), isSame ? null : (Part(was, at), Part(now, at)));
    }

    private static string Part(byte[] text, int at)
    {
        var start = Math.Max(0, at - Around);
        return Encoding.UTF8.GetString(text, start, Math.Min(text.Length, at + Around) - start).Trim();
    }
}
