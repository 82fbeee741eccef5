namespace PipelineKit.Evidence;

/// <summary>Why a document is no evidence.</summary>
public enum EvidenceProblem
{
    /// <summary>Not well-formed, or a member has a shape its format does not allow.</summary>
    Damaged,

    /// <summary>None of the known formats, or a version of one that is not known.</summary>
    UnknownFormat,

    /// <summary>Larger, deeper or longer than is read.</summary>
    TooLarge,

    /// <summary>The document itself says that the scan failed.</summary>
    ScanFailed,
}

/// <summary>A document is no evidence; nothing of it is used.</summary>
public sealed class EvidenceException : Exception
{
    /// <summary>A document is no evidence.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="name">The document: a path as the user gave it.</param>
    /// <param name="message">What is wrong, and in which member: <c>Results[3].Vulnerabilities[0].Severity is a number</c>.</param>
    /// <param name="line">1-based line, or null.</param>
    /// <param name="column">1-based column in characters, or null.</param>
    /// <param name="inner">The cause, or null.</param>
    public EvidenceException(EvidenceProblem problem, string name, string message, int? line = null, int? column = null, Exception? inner = null)
        : base(message, inner)
    {
        (Problem, Name, Line, Column) = (problem, name, line, column);
    }

    /// <summary>Why.</summary>
    public EvidenceProblem Problem { get; }

    /// <summary>The document.</summary>
    public string Name { get; }

    /// <summary>1-based line, or null.</summary>
    public int? Line { get; }

    /// <summary>1-based column, or null.</summary>
    public int? Column { get; }
}
