namespace PipelineKit.Ci;

/// <summary>Data somebody asked for, written to a log that obeys commands.</summary>
internal static class DataText
{
    /// <summary>Every line whole and neutralised. What <see cref="SafeJson"/> wrote passes unchanged.</summary>
    internal static void WriteSafely(string text, LogWriter data)
    {
        var lines = text.Split('\n');
        var count = text.EndsWith('\n') ? lines.Length - 1 : lines.Length;
        foreach (var line in lines.AsSpan(0, count))
        {
            data.Data(line.EndsWith('\r') ? line[..^1] : line);
        }
    }
}
