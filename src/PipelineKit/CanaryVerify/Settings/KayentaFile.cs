using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Trust;

namespace PipelineKit.CanaryVerify;

/// <summary>A canary configuration of Kayenta in a file.</summary>
internal static class KayentaFile
{
    private const int MaximumBytes = 4 << 20;

    /// <summary>Reads it; throws every problem at once, with its path in the document.</summary>
    /// <param name="folder">What the path is relative to.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FailureException">PK0201 when it cannot be read; PK0103 with everything that is wrong in it.</exception>
    internal static async Task<KayentaConfig> ReadAsync(string folder, string path, CancellationToken cancellation)
    {
        var content = await OutsideFile.ReadAsync(folder, path, MaximumBytes, cancellation);
        try
        {
            return KayentaConfigReader.Read(content);
        }
        catch (KayentaConfigException e)
        {
            throw new FailureException([.. e.Problems.Select(p => new Failure(FailureCodes.BadConfiguration, $"`{path}`: {p.Path} {p.What}", "docs/canary-verify.md says what of Kayenta's configuration is read.", new SourcePlace(path)))]);
        }
    }
}
