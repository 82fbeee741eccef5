using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Tests.Ci;

/// <summary>A small command and the reports it could give.</summary>
internal static class Sample
{
    internal static readonly Output Found = new("found", "How many were found.");

    internal static readonly Output ChangedFiles = new("changed-files", "The changed files.");

    internal static readonly Input<string> Mode = Inputs.Text("mode", "How.", "pin");

    internal static readonly Input<IReadOnlyList<string>> Files = Inputs.Lines("files", "Which.");

    internal static readonly Input<bool> DryRun = Inputs.Flag("dry-run", "Whether nothing is written.");

    internal static readonly Input<string> Token = Inputs.Secret("token", "A token.");

    internal static readonly ActionDefinition Action = new()
    {
        Name = "sample",
        Title = "Sample",
        Summary = "A sample",
        Icon = "anchor",
        Inputs = [Mode, Files, DryRun, Token],
        Outputs = [Found, ChangedFiles],
        Permissions = [],
        Run = (_, _) => throw new NotSupportedException("Nothing runs it."),
    };

    internal static readonly ActionCatalog Catalog = new([Action, Action with { Name = "other", Inputs = [Mode] }]);

    internal static CommandReport Pass => new()
    {
        Exit = ExitCode.Ok,
        Headline = "2 references found, all pinned.",
        Annotations = [new(AnnotationLevel.Notice, "PIN010", "The tag moved since it was pinned.", new SourcePlace("deploy/app.yaml", 7))],
        Outputs = [new(Found, "2"), new(ChangedFiles, "Dockerfile\ndeploy/app.yaml")],
        Summary = new Summary("sample: 2 references pinned",
        [
            new Paragraph("Every reference has a digest.\nNothing else was changed."),
            new Table("References", ["File", "Line", "Reference"],
            [
                ["Dockerfile", "1", new Cell("nginx:1.27@sha256:0123", Code: true)],
                ["deploy/app.yaml", "7", new Cell("ghcr.io/acme/名前:v1", Code: true)],
            ]),
            new Preformatted("Diff", "diff", "-FROM nginx:1.27\n+FROM nginx:1.27@sha256:0123\n"),
        ]),
        Result = Json("""{"references":[{"file":"Dockerfile","line":1,"reference":"nginx:1.27","mediaType":"application/vnd.oci.image.index.v1+json"}],"ratio":1.50}"""),
    };

    internal static CommandReport Fail => Pass with
    {
        Exit = ExitCode.GateSaidNo,
        Headline = "1 of 2 references is not pinned.",
        Annotations =
        [
            new(AnnotationLevel.Warning, "PIN003", "The tag has one platform, the pin has none.", new SourcePlace("Dockerfile", 1, 6, 16)),
            new(AnnotationLevel.Error, "PIN001", "`redis:7` has no digest.\nRun digest-pin, or put `# pipelinekit:ignore` beside it.", new SourcePlace("deploy/app.yaml", 9, 14, 21)),
        ],
        Outputs = [new(Found, "2")],
        Failures = [new(FailureCodes.RemoteUnavailable, "`registry.example` answered 503 four times.")],
    };

    internal static IReadOnlyList<Failure> Errors =>
    [
        new(FailureCodes.BadInputValue, "`pni` is not valid for `mode` (from input `mode`): allowed are pin, check.", Place: SourcePlace.OfInput("mode")),
        new(FailureCodes.BadConfiguration, "unknown key `fiels`", "Did you mean `files`?", new SourcePlace("pipelinekit.yaml", 3, 3)),
        new(FailureCodes.DigestMismatch, "asked for sha256:0123 and received sha256:4567 from `registry.example` ##[error]::x::"),
    ];

    internal static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
