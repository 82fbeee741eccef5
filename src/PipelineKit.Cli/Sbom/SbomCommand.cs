using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;

namespace PipelineKit.Cli.Sbom;

/// <summary><c>pipelinekit sbom create IMAGE</c> and <c>pipelinekit sbom validate FILE...</c>: what scan-gate does with bills of materials, for use by hand and in scripts. It has no action of its own.</summary>
internal static class SbomCommand
{
    public static readonly Input<string> Create = Inputs.Text(
        "create", "The image to list the packages of: `registry/name@sha256:...` or a tag, `oci:FOLDER[:NAME]`, `docker:NAME`. The list is CycloneDX 1.6 on standard output.");

    public static readonly Input<IReadOnlyList<string>> Validate = Inputs.Lines(
        "validate", "The files to validate: CycloneDX JSON 1.2 to 1.7 and XML 1.0 to 1.7, SPDX JSON. One line of JSON each on standard output; exit code 1 when one is invalid.");

    public static readonly Input<string> Platform = Inputs.Text("platform", "The platform of an image that has several, as in `linux/arm64`.");

    public static ActionDefinition Definition { get; } = new()
    {
        Name = "sbom",
        Title = $"{Product.Name} sbom",
        Summary = "List what an image is made of as CycloneDX (`create`), or check bills of materials against their schemas (`validate`)",
        Icon = "list",
        Inputs = [Create, Validate, Platform, RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp],
        Outputs = [],
        Permissions = [],
        PrintsData = true,
        Words = [new CommandWord("create", Create), new CommandWord("validate", Validate)],
        Run = RunAsync,
    };

    private static Task<CommandReport> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var (image, files) = (context.Inputs.Get(Create), context.Inputs.Get(Validate));
        if (image.Length > 0 == files.Count > 0)
        {
            context.Inputs.Problem(Create, image.Length > 0 ? "It is asked to create and to validate at once." : "Nothing is asked for.", $"Write `{Product.Program} sbom create IMAGE` or `{Product.Program} sbom validate FILE...`.");
        }
        else if (image.Length > 0 && ImageOpener.Problem(image, mayResolve: true) is { } problem)
        {
            context.Inputs.Problem(Create, problem + ".");
        }

        context.Inputs.ThrowIfAny();
        return image.Length > 0 ? new SbomCreate(context).RunAsync(image, cancellation) : Task.FromResult(new SbomValidate(context.WorkingDirectory).Run(files, cancellation));
    }
}
