using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;

namespace PipelineKit.Trust;

/// <summary>Finds the trusted root of a run.</summary>
internal static class TrustedRoots
{
    private const string Target = "trusted_root.json";

    /// <summary>The file given; else, offline, the copy in the program; else what TUF vouches for now.</summary>
    /// <exception cref="FailureException">The file cannot be read, or is not a trusted root.</exception>
    /// <exception cref="TufException">The repository of the instance is not reached, or not believed.</exception>
    internal static async Task<TrustedRoot> LoadAsync(TrustSettings settings, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        if (settings.File.Length > 0)
        {
            return Parse(await OutsideFile.ReadAsync(context.WorkingDirectory, settings.File, TrustedRoot.MaximumSize, cancellation), settings.File);
        }

        if (settings.Offline)
        {
            return TrustedRoot.PublicGood;
        }

        var repository = TufClient.PublicGoodRepository;
        var client = new TufClient(repository, TufClient.PublicGoodRoot, Path.Combine(CacheFolder(context), repository.Host), http, context.Time);
        return Parse(await client.GetTargetAsync(Target, cancellation), $"{repository.Host}/{Target}");
    }

    private static TrustedRoot Parse(byte[] json, string name)
    {
        try
        {
            return TrustedRoot.Parse(json);
        }
        catch (SigstoreFormatException e)
        {
            throw new FailureException(new Failure(FailureCodes.BadSigningFile, $"`{name}` is not a trusted root: {e.Message}.", Place: new SourcePlace(name)));
        }
    }

    // Never a folder that others can write: what is kept there is where the next run starts to believe.
    private static string CacheFolder(CommandContext context) =>
        context.Ci.TemporaryFolder is { } temporary ? Path.Combine(temporary, "pipelinekit", "tuf")
        : context.Environment.Variables.GetValueOrDefault("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache) ? Path.Combine(cache, "pipelinekit", "tuf")
        : context.Environment.Variables.GetValueOrDefault("LOCALAPPDATA") is { } local ? Path.Combine(local, "pipelinekit", "tuf")
        : context.Environment.Home is { } home ? Path.Combine(home, ".cache", "pipelinekit", "tuf")
        : Directory.CreateTempSubdirectory("pipelinekit-tuf-").FullName;
}
