namespace PipelineKit.Sigstore;

/// <summary>Why a TUF repository is not believed.</summary>
public enum TufProblem
{
    /// <summary>The metadata is not of its format, or larger than allowed.</summary>
    Malformed,

    /// <summary>Too few valid signatures of the role's keys.</summary>
    Unsigned,

    /// <summary>A version is lower than one seen before, or not the one that was announced.</summary>
    Rollback,

    /// <summary>The metadata is past its expiry: somebody may be holding back a newer state.</summary>
    Expired,

    /// <summary>Length or hash differ from what signed metadata says.</summary>
    Mismatch,

    /// <summary>No role vouches for this target.</summary>
    NoTarget,

    /// <summary>The repository could not be reached, or kept failing.</summary>
    Unavailable,
}

/// <summary>Metadata or a target of a TUF repository could not be trusted or fetched.</summary>
public sealed class TufException : Exception
{
    /// <summary>Without text: for serialisers only.</summary>
    public TufException()
    {
    }

    /// <summary>Malformed metadata.</summary>
    public TufException(string message)
        : base(message)
    {
    }

    /// <summary>Malformed metadata, and what a parser below said.</summary>
    public TufException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What is wrong, and with which file.</summary>
    /// <param name="problem">The kind.</param>
    /// <param name="role">The role or target: <c>timestamp</c>, <c>5.root.json</c>.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="inner">What was thrown below, or null.</param>
    public TufException(TufProblem problem, string role, string message, Exception? inner = null)
        : base($"{role}: {message}", inner) => (Problem, Role) = (problem, role);

    /// <summary>The kind.</summary>
    public TufProblem Problem { get; }

    /// <summary>The role or target it is about.</summary>
    public string Role { get; } = "";
}
