using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>How grave an annotation is.</summary>
public enum AnnotationLevel
{
    /// <summary>Worth knowing.</summary>
    Notice,

    /// <summary>Worth acting on; the gate does not fail for it.</summary>
    Warning,

    /// <summary>The gate fails for it.</summary>
    Error,
}

/// <summary>A remark at a place, shown by the host beside the file.</summary>
/// <param name="Level">How grave.</param>
/// <param name="Code">A short stable identifier: a <c>PKnnnn</c> code or the command's own rule id.</param>
/// <param name="Message">What and what to do; neutralised when written.</param>
/// <param name="Place">Where, or null.</param>
public sealed record Annotation(AnnotationLevel Level, string Code, string Message, SourcePlace? Place = null);

/// <summary>How levels are called.</summary>
internal static class AnnotationLevels
{
    /// <summary><c>error</c>, <c>warning</c> or <c>notice</c>: the word of GitHub's workflow commands, of logs and of result.json.</summary>
    internal static string Word(this AnnotationLevel level) =>
        level switch
        {
            AnnotationLevel.Error => "error",
            AnnotationLevel.Warning => "warning",
            _ => "notice",
        };
}
