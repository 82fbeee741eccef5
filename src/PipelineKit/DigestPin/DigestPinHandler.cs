using PipelineKit.Ci;

namespace PipelineKit.DigestPin;

internal static class DigestPinHandler
{
    internal static Task<DigestPinResult> RunAsync(DigestPinOptions options, CommandContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(new DigestPinResult(options.Mode, context.WorkingDirectory));
    }
}
