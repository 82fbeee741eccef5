namespace PipelineKit.Docker;

/// <summary>Why a Docker Engine did not do what it was asked; a closed list.</summary>
public enum DockerProblem
{
    /// <summary>There is no engine at the address, this user may not use it, or it went away.</summary>
    Unavailable,

    /// <summary>404: it has no such image or container.</summary>
    NotFound,

    /// <summary>It said no, in its own words.</summary>
    Refused,

    /// <summary>Its answer is not what its API documents.</summary>
    Protocol,

    /// <summary>An image, or the output of a container, is larger than is taken.</summary>
    TooLarge,

    /// <summary>It, or a container it ran, took longer than allowed.</summary>
    TimedOut,
}

/// <summary>A Docker Engine did not do what it was asked.</summary>
public sealed class DockerException : Exception
{
    /// <summary>A Docker Engine did not do what it was asked.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="endpoint">The engine: <c>unix:///var/run/docker.sock</c>.</param>
    /// <param name="message">What happened, with the engine's own words, one sentence.</param>
    /// <param name="inner">The cause, or null.</param>
    public DockerException(DockerProblem problem, string endpoint, string message, Exception? inner = null)
        : base(message, inner)
    {
        (Problem, Endpoint) = (problem, endpoint);
    }

    /// <summary>Why.</summary>
    public DockerProblem Problem { get; }

    /// <summary>The engine.</summary>
    public string Endpoint { get; }
}
