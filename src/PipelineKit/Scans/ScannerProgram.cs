namespace PipelineKit.Scans;

/// <summary>A scanner that can be run several times over the same image: installed here, or in containers.</summary>
internal abstract class ScannerProgram : IAsyncDisposable
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Where its standard output goes.</param>
    /// <param name="timeout">After this it is ended.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its exit code, and the end of what it said on standard error.</returns>
    internal abstract Task<(long ExitCode, string Error)> RunAsync(IReadOnlyList<string> arguments, Stream output, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Lets go of what the runs shared.</summary>
    public abstract ValueTask DisposeAsync();
}
