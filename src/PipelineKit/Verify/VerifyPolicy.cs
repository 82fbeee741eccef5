using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Trust;

namespace PipelineKit.Verify;

/// <summary>Makes of the inputs what bundles are judged by.</summary>
internal static class VerifyPolicy
{
    /// <summary>Reads keys and the trusted root.</summary>
    internal static async Task<ImageJudge> JudgeAsync(VerifyOptions options, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var policy = new SignaturePolicy
        {
            Keys = options.Keys,
            Identity = options.Identity,
            Trust = options.Trust,
            KeysNeedLog = options.TransparencyLog,
            Place = SourcePlace.OfInput(VerifyAction.Key.Name),
        };
        return new ImageJudge(await policy.OpenAsync(context, http, cancellation), options.PredicateTypes);
    }
}
