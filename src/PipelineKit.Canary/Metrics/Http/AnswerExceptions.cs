namespace PipelineKit.Canary;

/// <summary>An answer stopped in the middle.</summary>
internal sealed class AnswerCutException(long bytes) : IOException($"the answer was cut after {bytes} bytes");

/// <summary>An answer is not what was asked for.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="isQuery">Whether another query would help.</param>
/// <param name="inner">The cause.</param>
internal sealed class AnswerException(string message, bool isQuery, Exception? inner = null) : FormatException(message, inner)
{
    /// <summary>Whether another query would help.</summary>
    public bool IsQuery => isQuery;
}
