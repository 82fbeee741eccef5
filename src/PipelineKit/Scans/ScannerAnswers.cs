using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Scans;

/// <summary>Reads what scanners say about themselves. What is not understood is not known: that costs the proof of freshness, never invents one.</summary>
internal static class ScannerAnswers
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary><c>trivy version --format json</c>: <c>{"Version":"0.58.1","VulnerabilityDB":{"Version":2,"UpdatedAt":"..."}}</c>.</summary>
    internal static string? TrivyVersion(ReadOnlyMemory<byte> answer) => Text(answer, "Version");

    /// <summary>The data of the same answer, which is there once it was loaded.</summary>
    internal static DatabaseState TrivyDatabase(ReadOnlyMemory<byte> answer) => new(Instant(Text(answer, "VulnerabilityDB", "UpdatedAt")), Text(answer, "VulnerabilityDB", "Version") ?? "");

    /// <summary><c>grype version --output json</c>: <c>{"version":"0.87.0", ...}</c>.</summary>
    internal static string? GrypeVersion(ReadOnlyMemory<byte> answer) => Text(answer, "version");

    /// <summary><c>grype db status --output json</c>: <c>built</c>, <c>schemaVersion</c>, and an <c>error</c> or <c>valid</c> that must not speak against it.</summary>
    internal static DatabaseState GrypeDatabase(ReadOnlyMemory<byte> answer) =>
        Text(answer, "valid") is "false" || Text(answer, "error") is { Length: > 0 }
            ? DatabaseState.Unknown
            : new(Instant(Text(answer, "built")), Text(answer, "schemaVersion") ?? "");

    /// <summary><c>osv-scanner --version</c>: a line <c>osv-scanner version: 2.0.2</c>.</summary>
    internal static string? OsvVersion(ReadOnlyMemory<byte> answer)
    {
        const string Label = "osv-scanner version:";
        var line = Encoding.UTF8.GetString(answer.Span).Split('\n').FirstOrDefault(l => l.StartsWith(Label, StringComparison.Ordinal));
        return line?[Label.Length..].Trim();
    }

    // The value of a member, numbers and truth as their text; null when it is not there.
    private static string? Text(ReadOnlyMemory<byte> answer, params ReadOnlySpan<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, Strict);
            var at = document.RootElement;
            foreach (var name in path)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                {
                    return null;
                }
            }

            return at.ValueKind switch
            {
                JsonValueKind.String => at.GetString(),
                JsonValueKind.Number => at.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
        }
        catch (JsonException)
        {
            // Not JSON: nothing is known, as the summary of this type says.
            return null;
        }
    }

    // Go writes the year 1 for an instant that is none.
    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) && instant.Year > 2000 ? instant : null;
}
