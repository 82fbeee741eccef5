namespace PipelineKit.Failures;

/// <summary>What each exit code means, for help and documentation.</summary>
public static class ExitCodeTexts
{
    /// <summary>Every exit code with its meaning, in order.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
    [
        (ExitCode.Ok, "done, the verdict is pass"),
        (ExitCode.GateSaidNo, "the gate said no (findings, drift, unpinned references): a normal result"),
        (ExitCode.BadInput, "bad input or configuration: every problem is listed with its place and remedy"),
        (ExitCode.Refused, "a remote refused (401, 403, 404, a conflict)"),
        (ExitCode.Integrity, "what was received is not what was asked for; no input can downgrade it"),
        (ExitCode.Unavailable, "a remote stayed unavailable after retries, or time ran out"),
        (ExitCode.Bug, "a bug of ours"),
        (ExitCode.Cancelled, "cancelled"),
    ];
}
