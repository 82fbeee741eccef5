using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Demo;

/// <summary>Says whether the demo went as it should.</summary>
internal static class DemoReport
{
    internal static CommandReport From(DemoResult result)
    {
        if (result.Steps.FirstOrDefault(s => s.Actual != s.Expected) is { } wrong)
        {
            throw new FailureException(new Failure(
                FailureCodes.Bug, $"The demo expected `{wrong.Command}` to exit with {(int)wrong.Expected}; it exited with {(int)wrong.Actual}."));
        }

        return new CommandReport
        {
            Exit = ExitCode.Ok,
            Headline = "The demo went as it should: pinned, rendered, judged, promoted, taken back; tampering was refused.",
            Summary = new Summary(
                "What you saw",
                [
                    new Table(
                        Caption: null,
                        ["Command", "Exit"],
                        result.Steps.Select(s => (IReadOnlyList<Cell>)[new Cell("pipelinekit " + s.Command, Code: true), new Cell(((int)s.Actual).ToString(System.Globalization.CultureInfo.InvariantCulture))]).ToArray()) { RepeatsTheLog = true },
                    new Paragraph($"The files are in {result.Folder}. There, this puts every byte back:\n  pipelinekit digest-pin --mode unpin"),
                ]),
            Result = Json(result),
        };
    }

    private static JsonElement Json(DemoResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("tampered", result.Tampered);
            json.WriteStartArray("steps");
            foreach (var step in result.Steps)
            {
                json.WriteStartObject();
                json.WriteString("command", step.Command);
                json.WriteNumber("exitCode", (int)step.Actual);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}
