using System.Globalization;
using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>
/// result.json, described by docs/reference/result.schema.json. Everything that depends on the host or the clock is in <c>host</c>, the
/// last member, so that the same inputs give the same bytes before it everywhere.
/// </summary>
internal sealed record ResultDocument
{
    /// <summary>Names the form of the document; a breaking change gets the next number.</summary>
    internal const string Schema = "pipelinekit/result/v1";

    internal required string Command { get; init; }

    internal required string Version { get; init; }

    internal required string Verdict { get; init; }

    internal required ExitCode Exit { get; init; }

    internal required IReadOnlyList<Failure> Failures { get; init; }

    internal required JsonElement? Result { get; init; }

    internal required string HostName { get; init; }

    internal required CiContext Context { get; init; }

    internal required DateTimeOffset StartedAt { get; init; }

    internal required TimeSpan Duration { get; init; }

    /// <summary>The document, every string of it scrubbed.</summary>
    internal string Render(Func<string, string> scrub) =>
        SafeJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("command", scrub(Command));
            json.WriteString("version", Version);
            json.WriteString("verdict", scrub(Verdict));
            json.WriteNumber("exitCode", (int)Exit);
            WriteFailures(json, scrub);
            json.WritePropertyName("result");
            if (Result is { } result)
            {
                Copy(result, json, scrub);
            }
            else
            {
                json.WriteNullValue();
            }

            WriteHost(json, scrub);
            json.WriteEndObject();
        });

    private static void Copy(JsonElement element, Utf8JsonWriter json, Func<string, string> scrub)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    json.WritePropertyName(scrub(member.Name));
                    Copy(member.Value, json, scrub);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Copy(item, json, scrub);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(scrub(element.GetString()!));
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    private void WriteFailures(Utf8JsonWriter json, Func<string, string> scrub)
    {
        json.WriteStartArray("failures");
        foreach (var failure in Failures)
        {
            json.WriteStartObject();
            json.WriteString("code", failure.Code.Id);
            json.WriteString("what", scrub(failure.What));
            json.WriteString("remedy", scrub(failure.RemedyText));
            json.WriteString("place", failure.Place is null ? null : scrub(failure.Place.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteHost(Utf8JsonWriter json, Func<string, string> scrub)
    {
        json.WriteStartObject("host");
        json.WriteString("name", HostName);
        json.WriteString("runUrl", Scrubbed(Context.RunUrl, scrub));
        json.WriteString("repository", Scrubbed(Context.Repository, scrub));
        json.WriteString("commit", Scrubbed(Context.Commit, scrub));
        json.WriteString("ref", Scrubbed(Context.Reference, scrub));
        json.WriteString("actor", Scrubbed(Context.Actor, scrub));
        json.WriteString("startedAt", StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("durationMs", (long)Duration.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static string? Scrubbed(string? text, Func<string, string> scrub) => text is null ? null : scrub(text);
}
