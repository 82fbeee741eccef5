namespace PipelineKit.Testing;

/// <summary>What a child process left behind.</summary>
/// <param name="ExitCode">Its exit code; 128 + the number of the signal that ended it.</param>
/// <param name="Output">Standard output as UTF-8.</param>
/// <param name="Errors">Standard error as UTF-8.</param>
/// <param name="Elapsed">From start to exit.</param>
public sealed record ChildResult(int ExitCode, string Output, string Errors, TimeSpan Elapsed)
{
    /// <summary>This, or an exception that shows everything the child said.</summary>
    public ChildResult Expect(int exitCode) =>
        ExitCode == exitCode
            ? this
            : throw new InvalidOperationException($"expected exit code {exitCode}, got {ExitCode}.\n--- output\n{Output}\n--- errors\n{Errors}");
}
