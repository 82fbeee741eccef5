using System.Globalization;

namespace PipelineKit.Render;

/// <summary>Words that several reports share.</summary>
internal static class RenderText
{
    /// <summary>A finding with the environments it is in, and how often where that is more than once in one of them.</summary>
    internal static string Message(RenderFinding finding)
    {
        var environments = finding.Environment.Length == 0 ? 0 : finding.Environment.Split(", ").Length;
        var where = environments == 0 ? "" : $"in {finding.Environment}";
        var times = finding.Times > Math.Max(1, environments) ? $"{Number(finding.Times)} times" : "";
        var both = string.Join(", ", new[] { times, where }.Where(t => t.Length > 0));
        return both.Length == 0 ? finding.Message : $"{finding.Message} ({both})";
    }

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
