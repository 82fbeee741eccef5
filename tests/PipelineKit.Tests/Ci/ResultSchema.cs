using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Testing;
using PipelineKit.Testing.Schema;
using Xunit;

namespace PipelineKit.Tests.Ci;

/// <summary>Holds what commands really leave behind to docs/reference/result.schema.json.</summary>
internal static class ResultSchema
{
    /// <summary>The violations of the document that a command's report becomes.</summary>
    internal static IReadOnlyList<string> Violations(ActionDefinition command, CommandReport report)
    {
        using var run = new HostRun(HostKind.Console);
        new Reporter(run.Host, new StillTime(), "1.2.3").Publish(command, report, new PublishOptions { WorkingDirectory = run.Workspace, ReportPath = "r.json" });
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Workspace, "r.json")));
        return Violations(document.RootElement);
    }

    internal static IReadOnlyList<string> Violations(JsonElement document)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/reference/result.schema.json")));
        var definitions = schema.RootElement.GetProperty("definitions");
        var violations = new JsonSchema(schema.RootElement).Validate(document);

        // That an alternative does not fit is no help; what the command's own part says is.
        return violations.Count > 0 && definitions.TryGetProperty(document.GetProperty("command").GetString()!, out var own)
            ? [.. violations.Select(v => v[..Math.Min(v.Length, 200)]), .. new JsonSchema(schema.RootElement).Validate(document.GetProperty("result"), own)]
            : violations;
    }

    /// <summary>The document of a command with a part replaced.</summary>
    internal static JsonElement Changed(CommandReport report, string command, string from, string to)
    {
        var text = $$$"""
            {"schema":"pipelinekit/result/v1","command":"{{{command}}}","version":"1","verdict":"pass","exitCode":0,"failures":[],"result":{{{report.Result.GetRawText()}}},
            "host":{"name":"console","runUrl":null,"repository":null,"commit":null,"ref":null,"actor":null,"startedAt":"","durationMs":0}}
            """;
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Sample.Json(text.Replace(from, to, StringComparison.Ordinal));
    }
}
