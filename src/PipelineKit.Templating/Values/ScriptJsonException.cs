namespace PipelineKit.Templating;

/// <summary>A text is not JSON (RFC 8259), or more than is read here.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="line">1-based.</param>
/// <param name="column">1-based, in bytes of UTF-8.</param>
public sealed class ScriptJsonException(string message, int line, int column) : Exception($"({line},{column}): {message}")
{
    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; } = message;

    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based, in bytes of UTF-8.</summary>
    public int Column { get; } = column;
}
