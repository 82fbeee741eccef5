namespace PipelineKit.Canary;

/// <summary>A condition cannot be read, or has no answer for a measurement.</summary>
public sealed class ConditionException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="column">Where in the condition, from 1.</param>
    public ConditionException(string message, int column)
        : base(message) => Column = column;

    /// <summary>Where in the condition, from 1.</summary>
    public int Column { get; }
}
