using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Verify;

/// <summary>Reads bundle files.</summary>
internal static class BundleFile
{
    /// <summary>All of them; throws every problem at once.</summary>
    internal static async Task<IReadOnlyList<(string Path, SigstoreBundle Bundle)>> ReadAllAsync(IReadOnlyList<string> paths, string folder, CancellationToken cancellation)
    {
        var bundles = new List<(string, SigstoreBundle)>();
        var failures = new List<Failure>();
        foreach (var path in paths)
        {
            try
            {
                bundles.Add((path, SigstoreBundle.Parse(await OutsideFile.ReadAsync(folder, path, SigstoreBundle.MaximumSize, cancellation))));
            }
            catch (FailureException e)
            {
                failures.AddRange(e.Failures);
            }
            catch (SigstoreFormatException e)
            {
                failures.Add(new Failure(FailureCodes.BadSigningFile, $"`{path}` is not a Sigstore bundle: {e.Message}.", Place: new SourcePlace(path)));
            }
        }

        return failures.Count == 0 ? bundles : throw new FailureException(failures);
    }
}
