namespace PipelineKit.Sigstore;

/// <summary>Why a signature could not be made.</summary>
public enum SigningProblem
{
    /// <summary>The key, password, token or setting given cannot be used.</summary>
    BadKey,

    /// <summary>A service said no: the token is not accepted, the entry is refused.</summary>
    Refused,

    /// <summary>A service could not be reached, or kept failing after retries.</summary>
    Unavailable,

    /// <summary>A service's answer does not verify or is not of its format; nothing of it was used.</summary>
    Untrusted,
}

/// <summary>A signature could not be made.</summary>
public sealed class SigningException : Exception
{
    /// <summary>Without text: for serialisers only.</summary>
    public SigningException()
    {
    }

    /// <summary>A key that cannot be used.</summary>
    public SigningException(string message)
        : base(message)
    {
    }

    /// <summary>A key that cannot be used, and what said so.</summary>
    public SigningException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What went wrong, where, and what to do about it.</summary>
    /// <param name="problem">The kind.</param>
    /// <param name="message">One sentence: what, and where (the service's address without query).</param>
    /// <param name="remedy">What to do, or null.</param>
    /// <param name="inner">What was thrown below, or null.</param>
    public SigningException(SigningProblem problem, string message, string? remedy = null, Exception? inner = null)
        : base(message, inner) => (Problem, Remedy) = (problem, remedy);

    /// <summary>The kind.</summary>
    public SigningProblem Problem { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; }
}
