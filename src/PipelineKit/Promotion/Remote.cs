using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Asks others, and takes a refusal for an answer.</summary>
internal static class Remote
{
    /// <summary>What was answered, or one sentence on why nothing was. What is wrong with the bytes themselves, and a cancelled run, are thrown on.</summary>
    internal static async Task<Answer<T>> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
        where T : class?
    {
        try
        {
            return new Answer<T>(await ask(), Problem: null);
        }
        catch (Exception e) when (e is not DigestMismatchException && !cancellation.IsCancellationRequested && IsForeseen(e))
        {
            return new Answer<T>(default, e is FailureException or RegistryException ? FailureMap.From(e, cancelled: false)[0].What : e.Message);
        }
    }

    private static bool IsForeseen(Exception e) =>
        e is HttpRequestException or IOException || (FailureMap.From(e, cancelled: false)[0].Code is var code && code != FailureCodes.Bug && code.Exit != ExitCode.Integrity);
}

/// <summary>An answer.</summary>
/// <param name="Value">It; null when there is none.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record Answer<T>(T? Value, string? Problem)
    where T : class?;
