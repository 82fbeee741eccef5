using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;

namespace PipelineKit.Cli.Sbom;

/// <summary>Validates files; one line of JSON for each, also for one that cannot be read.</summary>
/// <param name="folder">What paths are relative to.</param>
internal sealed class SbomValidate(string folder)
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<Failure> _failures = [];

    public CommandReport Run(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var (lines, invalid) = (new StringBuilder(), 0);
        foreach (var file in files)
        {
            var validation = Validate(file, cancellation);
            invalid += validation.IsValid ? 0 : 1;
            lines.Append(Line(validation)).Append('\n');
        }

        return new CommandReport
        {
            Exit = _failures.Count > 0 ? ExitCode.BadInput : invalid > 0 ? ExitCode.GateSaidNo : ExitCode.Ok,
            Headline = $"{files.Count - invalid} of {files.Count} files are valid.",
            StandardOutput = lines.ToString(),
            Failures = _failures,
            Summary = new Summary("Bills of materials", []),
            Result = default,
        };
    }

    private BomValidation Validate(string file, CancellationToken cancellation)
    {
        try
        {
            using var content = File.OpenRead(Path.GetFullPath(file, folder));
            return BomValidator.Validate(content, file, EvidenceLimits.Default, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder, a file that is not there, one that may not be read: the others are validated all the same.
            _failures.Add(new Failure(FailureCodes.UnreadableFile, $"`{file}` cannot be read: {e.Message}", "Give files that exist and may be read.", new SourcePlace(file)));
            return new BomValidation(file, "unknown", "", [new BomError("", "read", e.Message)]);
        }
    }

    private static string Line(BomValidation validation)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, OneLine))
        {
            json.WriteStartObject();
            json.WriteString("file", validation.Name);
            json.WriteString("format", validation.Format);
            json.WriteString("version", validation.Version);
            json.WriteBoolean("valid", validation.IsValid);
            json.WriteStartArray("errors");
            foreach (var error in validation.Errors)
            {
                json.WriteStartObject();
                json.WriteString("path", error.Path);
                json.WriteString("rule", error.Rule);
                json.WriteString("message", error.Message);
                Number(json, "line", error.Line);
                Number(json, "column", error.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Number(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
