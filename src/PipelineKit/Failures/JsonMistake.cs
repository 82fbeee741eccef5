using System.Text.Json;

namespace PipelineKit.Failures;

/// <summary>What is wrong with a text that is no JSON, in the form of every other failure.</summary>
public static class JsonMistake
{
    /// <summary>What is wrong, without the place that .NET writes behind it in its own count (lines from 0).</summary>
    public static string Of(JsonException mistake)
    {
        var place = mistake.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        var path = mistake.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        var end = (place, path) is (> 0, > 0) ? Math.Min(place, path) : Math.Max(place, path);
        return (end > 0 ? mistake.Message[..end] : mistake.Message).TrimEnd(' ', '|', '.');
    }

    /// <summary>Where it is in the file, as far as the parser knows. It counts columns in bytes.</summary>
    public static SourcePlace At(string file, JsonException mistake) =>
        new(file, (int?)mistake.LineNumber + 1, mistake.LineNumber is null ? null : (int?)mistake.BytePositionInLine + 1);
}
