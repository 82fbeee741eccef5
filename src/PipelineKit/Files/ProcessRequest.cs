namespace PipelineKit.Files;

/// <summary>A program to run. There is no shell: every argument arrives as it is given.</summary>
public sealed record ProcessRequest
{
    /// <summary>A name looked up on PATH, or an absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments, one by one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where it runs; null for the current folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Variables to set beside the few that are passed on (see <see cref="ProcessRunner"/>).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it reads from standard input; by default nothing, at once.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Where standard output is written as it comes; null keeps it for <see cref="ProcessResult.Output"/>.</summary>
    public Stream? OutputTo { get; init; }

    /// <summary>Most bytes taken from standard output, and the same from standard error.</summary>
    public int MaximumOutputBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>After this it is ended, with everything it started.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">As it exited.</param>
/// <param name="Output">Standard output; empty when it was written elsewhere.</param>
/// <param name="Error">Standard error as UTF-8 text.</param>
public sealed record ProcessResult(int ExitCode, byte[] Output, string Error);

/// <summary>Why a program gave no result.</summary>
public enum ProcessProblem
{
    /// <summary>It is not installed or may not be run.</summary>
    NotStarted,

    /// <summary>It took longer than allowed.</summary>
    TimedOut,

    /// <summary>It wrote more than allowed.</summary>
    TooMuchOutput,
}

/// <summary>A program gave no result.</summary>
public sealed class ProcessException : Exception
{
    /// <summary>A program gave no result.</summary>
    public ProcessException(ProcessProblem problem, string program, string message, Exception? inner = null)
        : base(message, inner)
    {
        Problem = problem;
        Program = program;
    }

    /// <summary>Why.</summary>
    public ProcessProblem Problem { get; }

    /// <summary>Which program.</summary>
    public string Program { get; }
}
