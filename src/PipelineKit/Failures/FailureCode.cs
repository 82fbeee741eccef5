namespace PipelineKit.Failures;

/// <summary>An entry of the error table. Codes are never reused or renumbered.</summary>
/// <param name="Id"><c>PK</c> and four digits.</param>
/// <param name="Exit">The exit code a run ends with when this is the gravest failure.</param>
/// <param name="Title">A few words, as a heading.</param>
/// <param name="Cause">Why it happens, one or two sentences.</param>
/// <param name="Remedy">What to do about it, one or two sentences.</param>
public sealed record FailureCode(string Id, ExitCode Exit, string Title, string Cause, string Remedy)
{
    /// <summary>The anchor of this code in docs/reference/errors.md.</summary>
    public string Docs => $"docs/reference/errors.md#{Id.ToLowerInvariant()}";
}
