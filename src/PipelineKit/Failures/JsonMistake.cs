using System.Text.Json;

namespace PipelineKit.Failures;

/// <summary>What is wrong with a text that is no JSON, in the form of every other failure.</summary>
public static class JsonMistake
{
    /// <summary>What is wrong, without the place that .NET writes behind it in its own count (lines from 0).</summary>
    public static string Of(JsonException mistake)
    {
        string[] behind = [" LineNumber: ", " Path: "];
        var end = behind.Select(b => mistake.Message.IndexOf(b, StringComparison.Ordinal)).Where(i => i > 0).DefaultIfEmpty(mistake.Message.Length).Min();
        return mistake.Message[..end].TrimEnd(' ', '|', '.');
    }

    /// <summary>Where it is in the file, as far as the parser knows. It counts columns in bytes.</summary>
    public static SourcePlace At(string file, JsonException mistake) =>
        new(file, (int?)mistake.LineNumber + 1, mistake.LineNumber is null ? null : (int?)mistake.BytePositionInLine + 1);
}
