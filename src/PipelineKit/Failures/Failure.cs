namespace PipelineKit.Failures;

/// <summary>One thing that went wrong, said so that the reader can act on it.</summary>
/// <param name="Code">The entry of the table in <see cref="FailureCodes"/>.</param>
/// <param name="What">What was wrong, with the value seen. Text from outside is neutralised when written, not here.</param>
/// <param name="Remedy">What to do now; null takes the code's own remedy.</param>
/// <param name="Place">Where; null when there is no better place than the command itself.</param>
public sealed record Failure(FailureCode Code, string What, string? Remedy = null, SourcePlace? Place = null)
{
    /// <summary>The remedy to show.</summary>
    public string RemedyText => Remedy ?? Code.Remedy;
}

/// <summary>Ends a command with one or more failures. The exit code is that of the gravest one.</summary>
public sealed class FailureException : Exception
{
    /// <summary>Ends a command with these failures.</summary>
    public FailureException(IReadOnlyList<Failure> failures)
        : base(string.Join(Environment.NewLine, failures.Select(f => $"{f.Code.Id} {f.What}")))
    {
        Failures = failures;
    }

    /// <summary>Ends a command with one failure.</summary>
    public FailureException(Failure failure)
        : this([failure])
    {
    }

    /// <summary>At least one, in the order found.</summary>
    public IReadOnlyList<Failure> Failures { get; }

    /// <summary>Integrity before everything, then a refusal, then unavailability, then bad input.</summary>
    public ExitCode Exit => FailureCodes.Gravest(Failures.Select(f => f.Code.Exit));
}
