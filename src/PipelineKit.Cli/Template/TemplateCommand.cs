using System.Buffers;
using System.Text;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Templating;

namespace PipelineKit.Cli.Template;

/// <summary>
/// <c>pipelinekit template</c>: renders one template and prints exactly what it renders to, or its errors with exit code 2. For those who write templates; it has no action of
/// its own.
/// </summary>
internal static class TemplateCommand
{
    private const int MostBytes = 64 << 20;

    public static ActionDefinition Definition { get; } = new()
    {
        Name = "template",
        Title = $"{Product.Name} template",
        Summary = "Render one Scriban template to standard output, or print its errors there",
        Icon = "code",
        Inputs = TemplateInputs.All,
        Outputs = [],
        Permissions = [],
        PrintsData = true,
        Run = RunAsync,
    };

    private static async Task<CommandReport> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var given = TemplateArguments.Read(context);
        var text = await ReadAsync(context, given.File, cancellation);
        var model = given.Model.Length == 0 ? new ScriptObject() : await ReadObjectAsync(context, TemplateInputs.Model, given.Model, cancellation);
        var includes = given.Includes.Length == 0 ? null : await ReadObjectAsync(context, TemplateInputs.Includes, given.Includes, cancellation);
        var options = given.Rendering with { Model = model, Loader = includes is null ? null : IncludeMap.Of(includes), Clock = context.Time };
        try
        {
            var output = new ArrayBufferWriter<byte>();
            Templating.Template.Parse(Encoding.UTF8.GetString(WithoutMark(text)), given.Name, given.Parsing).Render(options, output, cancellation);
            return Report(ExitCode.Ok, "The template is rendered.", Encoding.UTF8.GetString(output.WrittenSpan));
        }
        catch (TemplateException exception)
        {
            return Report(ExitCode.BadInput, "The template has an error.", exception.Message);
        }
    }

    private static async Task<ScriptObject> ReadObjectAsync(CommandContext context, Input input, string path, CancellationToken cancellation)
    {
        try
        {
            var value = ScriptJson.Parse(WithoutMark(await ReadAsync(context, path, cancellation)), exactNumbers: true);
            return value.AsObject ?? throw Refused(input, path, "is no JSON object.", place: null);
        }
        catch (ScriptJsonException exception)
        {
            throw Refused(input, path, $"is not JSON: {exception.Reason}", new SourcePlace(path, exception.Line, exception.Column));
        }
    }

    private static FailureException Refused(Input input, string path, string what, SourcePlace? place) => new(new Failure(
        FailureCodes.BadInputValue, $"The file `{path}` of `--{input.Name}` {what}", "Give a file that holds a JSON object.", place ?? SourcePlace.OfInput(input.Name)));

    private static async Task<byte[]> ReadAsync(CommandContext context, string path, CancellationToken cancellation)
    {
        // A developer's command: any file of the machine, not those of a workspace alone.
        var full = Path.GetFullPath(path, context.WorkingDirectory);
        return await BoundedFile.ReadAsync(Path.GetDirectoryName(full) ?? full, Path.GetFileName(full), MostBytes, cancellation);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;

    private static CommandReport Report(ExitCode exit, string headline, string output) => new()
    {
        Exit = exit,
        Headline = headline,
        StandardOutput = output,
        Summary = new Summary("Template", []),
        Result = default,
    };
}
