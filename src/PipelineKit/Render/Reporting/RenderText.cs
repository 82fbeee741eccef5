using System.Globalization;

namespace PipelineKit.Render;

/// <summary>Words that several reports share.</summary>
internal static class RenderText
{
    /// <summary>A finding with the environments it is in.</summary>
    internal static string Message(RenderFinding finding) => finding.Environment.Length == 0 ? finding.Message : $"{finding.Message} (in {finding.Environment})";

    /// <summary>The name of a status.</summary>
    internal static string StatusName(FileStatus status) =>
        status switch
        {
            FileStatus.Unchanged => "unchanged",
            FileStatus.Added => "added",
            FileStatus.Modified => "modified",
            FileStatus.Removed => "removed",
            FileStatus.LeftOver => "left-over",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
        };

    internal static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
