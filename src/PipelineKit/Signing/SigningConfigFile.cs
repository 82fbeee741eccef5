using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Signing;

/// <summary>Reads a signing configuration.</summary>
internal static class SigningConfigFile
{
    private const int MaximumBytes = 1 << 20;

    internal static async Task<SigningServices> ReadAsync(string path, CommandContext context, CancellationToken cancellation)
    {
        var content = await OutsideFile.ReadAsync(context.WorkingDirectory, path, MaximumBytes, cancellation);
        try
        {
            return SigningConfig.Parse(content, context.Time.GetUtcNow());
        }
        catch (SigstoreFormatException e)
        {
            throw new FailureException(new Failure(FailureCodes.BadSigningFile, $"`{path}` is not a signing configuration: {e.Message}.", Place: new SourcePlace(path)));
        }
    }
}
