using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Actions.Rendering;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Cli.Manifests;

/// <summary>
/// <c>pipelinekit manifests --write|--check</c>: renders every file that follows from the definitions, or says which of them differ.
/// For those who build PipelineKit; it has no action of its own.
/// </summary>
internal static class ManifestsCommand
{
    private static readonly Input<bool> Write = Inputs.Flag("write", "Write the files that differ.");

    private static readonly Input<bool> Check = Inputs.Flag("check", "Change nothing; fail when a file differs.");

    private static readonly Input<string> Image = Inputs.Text(
        "image", "The container image the actions run, by digest. Empty: the one the root action.yml names stays.");

    /// <summary>The definition, over the commands that have actions.</summary>
    public static ActionDefinition For(ActionCatalog catalog) => new()
    {
        Name = "manifests",
        Title = $"{Product.Name} manifests",
        Summary = "Render action.yml, task.json and the reference pages of this repository from the definitions of the commands",
        Icon = "file-text",
        Inputs = [Write, Check, Image],
        Outputs = [],
        Permissions = [],
        Run = (context, cancellation) => RunAsync(catalog, context, cancellation),
    };

    private static async Task<CommandReport> RunAsync(ActionCatalog catalog, CommandContext context, CancellationToken cancellation)
    {
        var write = context.Inputs.Get(Write);
        if (write == context.Inputs.Get(Check))
        {
            context.Inputs.Problem(Write, "Give either `--write` or `--check`.");
        }

        var image = context.Inputs.Get(Image);
        context.Inputs.ThrowIfAny();
        var manifests = new ManifestSet(catalog, Product.Version, context.WorkingDirectory);
        var files = await manifests.RenderAsync(image.Length == 0 ? null : image, cancellation);
        var differences = await manifests.CompareAsync(files, cancellation);
        foreach (var difference in write ? differences : [])
        {
            await manifests.WriteAsync(difference.File, cancellation);
        }

        return Report(write, files.Count, differences);
    }

    private static CommandReport Report(bool written, int count, IReadOnlyList<FileDifference> differences)
    {
        var rows = differences.Select(d => new Cell[] { new(d.File.Path, Code: true), d.Text }).ToArray();
        var passed = written || differences.Count == 0;
        var headline = (differences.Count, written) switch
        {
            (0, _) => $"All {count} files are as the definitions say.",
            (var n, true) => $"Wrote {n} of {count} files.",
            (var n, false) => $"{n} of {count} files differ from the definitions; run `{Product.Program} manifests --write`.",
        };
        return new CommandReport
        {
            Exit = passed ? ExitCode.Ok : ExitCode.GateSaidNo,
            Headline = headline,
            Annotations = passed ? [] : differences.Select(Remark).ToArray(),
            Summary = new Summary("Manifests", rows.Length == 0 ? [] : [new Table(written ? "Written" : "Different", ["file", "first difference"], rows) { RepeatsTheLog = !passed }]),
            Result = Result(differences),
        };
    }

    private static Annotation Remark(FileDifference difference) =>
        new(AnnotationLevel.Error, "manifest-differs", $"{difference.File.Path} {difference.Text}.", new SourcePlace(difference.File.Path, difference.Line));

    private static JsonElement Result(IReadOnlyList<FileDifference> differences)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("files");
            foreach (var difference in differences)
            {
                json.WriteStringValue(difference.File.Path);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
