using System.Net;

namespace PipelineKit.Oci;

/// <summary>What kind of thing went wrong with a registry; a closed list.</summary>
public enum RegistryProblem
{
    /// <summary>404: no such repository, tag or content.</summary>
    NotFound,

    /// <summary>401, or a repository that is hidden from this caller.</summary>
    Unauthorized,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>429 beyond the patience given.</summary>
    Throttled,

    /// <summary>Connection failures, 5xx, time-outs, after retries.</summary>
    Unavailable,

    /// <summary>The answer is not what the protocol allows, or larger than the bounds.</summary>
    Protocol,

    /// <summary>409 or 412: somebody else keeps changing the same thing.</summary>
    Conflict,

    /// <summary>A realm, redirect or link that points where it must not; nothing was sent there.</summary>
    Unsafe,
}

/// <summary>A registry (or layout) did not give what was asked for.</summary>
public class RegistryException : Exception
{
    /// <summary>A problem with a source.</summary>
    /// <param name="problem">The kind.</param>
    /// <param name="source">The reference or address asked, without credentials or query values.</param>
    /// <param name="message">What happened, one sentence.</param>
    /// <param name="status">The HTTP status, or null.</param>
    /// <param name="inner">The cause, or null.</param>
    public RegistryException(RegistryProblem problem, string source, string message, HttpStatusCode? status = null, Exception? inner = null)
        : base(message, inner)
    {
        Problem = problem;
        ImageSource = source;
        Status = status;
    }

    /// <summary>The kind.</summary>
    public RegistryProblem Problem { get; }

    /// <summary>The reference or address asked.</summary>
    public string ImageSource { get; }

    /// <summary>The HTTP status, or null.</summary>
    public HttpStatusCode? Status { get; }
}

/// <summary>Content does not hash to the digest it was asked by, or a header claims another digest than the bytes have.</summary>
public sealed class DigestMismatchException : RegistryException
{
    /// <summary>Two digests that should be one.</summary>
    public DigestMismatchException(Digest expected, Digest actual, string source)
        : base(RegistryProblem.Protocol, source, $"expected {expected}, received {actual}")
    {
        Expected = expected;
        Actual = actual;
    }

    /// <summary>What it should be.</summary>
    public Digest Expected { get; }

    /// <summary>What it is.</summary>
    public Digest Actual { get; }
}
