using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>The <c>timeout</c> of a command: what takes longer ends with a failure that says so, and not as if somebody had cancelled it.</summary>
public static class TimeLimit
{
    /// <summary>Runs within the limit.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="run">What to run; its token ends it at the limit, too.</param>
    /// <param name="remedy">What to do when the time ran out, or null for the usual.</param>
    /// <param name="cancellation">Ends it from outside.</param>
    /// <exception cref="FailureException">PK0303: the time ran out.</exception>
    public static async Task<T> RunAsync<T>(TimeSpan limit, TimeProvider time, Func<CancellationToken, Task<T>> run, string? remedy, CancellationToken cancellation)
    {
        using var clock = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, clock.Token);
        try
        {
            return await run(both.Token);
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new FailureException(new Failure(FailureCodes.TimeRanOut, $"The run did not end within {limit}.", remedy, SourcePlace.OfInput("timeout")));
        }
    }
}
