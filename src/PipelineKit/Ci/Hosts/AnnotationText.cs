namespace PipelineKit.Ci;

/// <summary>An annotation in words, where the host has no better form for it.</summary>
internal static class AnnotationText
{
    /// <summary>The message for a host that shows the place itself; a place that is an input has no file to be shown beside, so it is named.</summary>
    internal static string Message(Annotation annotation) =>
        annotation.Place is { File: null, Input: not null } place && !annotation.Message.Contains(place.Input, StringComparison.Ordinal)
            ? $"{place}: {annotation.Message}"
            : annotation.Message;

    /// <summary><c>error PK0101 file:line:column: message</c>, further lines indented.</summary>
    internal static void Write(Annotation annotation, Action<string> line)
    {
        var (first, rest) = Split(annotation);
        line(Head(annotation) + " " + first);
        foreach (var text in rest)
        {
            line("  " + text);
        }
    }

    /// <summary><c>error PK0101</c>.</summary>
    internal static string Head(Annotation annotation) => $"{annotation.Level.Word()} {annotation.Code}";

    /// <summary>The first line with its place, and the lines after it.</summary>
    internal static (string First, IReadOnlyList<string> More) Split(Annotation annotation)
    {
        var lines = annotation.Message.Split('\n');
        var place = annotation.Place?.ToString();
        return (string.IsNullOrEmpty(place) ? lines[0] : $"{place}: {lines[0]}", lines[1..]);
    }
}
