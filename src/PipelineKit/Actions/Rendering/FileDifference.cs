namespace PipelineKit.Actions.Rendering;

/// <summary>A generated file that is not what it should be.</summary>
/// <param name="File">The file as it should be.</param>
/// <param name="Line">1-based first line that differs; null when the file is missing.</param>
/// <param name="Expected">That line as it should be; empty past the end.</param>
/// <param name="Actual">That line as it is; empty past the end.</param>
public sealed record FileDifference(GeneratedFile File, int? Line, string Expected, string Actual)
{
    /// <summary>The difference, or null when there is none.</summary>
    /// <param name="file">As it should be.</param>
    /// <param name="actual">As it is; null when the file is missing.</param>
    public static FileDifference? Between(GeneratedFile file, string? actual)
    {
        if (actual is null)
        {
            return new FileDifference(file, Line: null, "", "");
        }

        if (string.Equals(file.Content, actual, StringComparison.Ordinal))
        {
            return null;
        }

        var (want, have) = (file.Content.Split('\n'), actual.Split('\n'));
        var same = want.Zip(have).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        return new FileDifference(file, same + 1, want.ElementAtOrDefault(same) ?? "", have.ElementAtOrDefault(same) ?? "");
    }

    /// <summary>The difference in one sentence.</summary>
    public string Text =>
        Line is null ? "is missing" : $"differs: expected `{Expected.Trim()}`, found `{Actual.Trim()}`";
}
