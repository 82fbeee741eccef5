using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Sigstore;

namespace PipelineKit.Sign;

/// <summary>Reads what is to be attested.</summary>
internal static class Attestations
{
    /// <summary>All of it, files first; throws every problem at once.</summary>
    /// <param name="options">The options of the run.</param>
    /// <param name="run">The run whose provenance is attested; null when none is.</param>
    /// <param name="context">What the command may reach.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static async Task<IReadOnlyList<Attestation>> ReadAsync(SignOptions options, BuildRun? run, CommandContext context, CancellationToken cancellation)
    {
        var attestations = new List<Attestation>();
        var failures = new List<Failure>();
        foreach (var file in options.Attest)
        {
            try
            {
                var content = await BoundedFile.ReadAsync(context.WorkingDirectory, file.Path, PredicateFile.MaximumSize, cancellation);
                attestations.Add(PredicateFile.Read(content, file.PredicateType, context.Time.GetUtcNow()));
            }
            catch (FailureException e)
            {
                failures.AddRange(e.Failures);
            }
            catch (SigstoreFormatException e)
            {
                failures.Add(new Failure(
                    FailureCodes.BadSigningFile, $"`{file.Path}` is not a predicate of type {PredicateTypes.NameOf(file.PredicateType)}: {e.Message}.", Place: new SourcePlace(file.Path)));
            }
        }

        if (failures.Count > 0)
        {
            throw new FailureException(failures);
        }

        if (run is not null)
        {
            attestations.Add(new Attestation(PredicateTypes.SlsaProvenance, run.ToProvenance().ToPredicate()));
        }

        return attestations;
    }
}
