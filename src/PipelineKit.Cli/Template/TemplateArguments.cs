using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Templating;

namespace PipelineKit.Cli.Template;

/// <summary>The options as they were given.</summary>
/// <param name="File">The template.</param>
/// <param name="Model">The variables; empty without.</param>
/// <param name="Includes">The map of includes; empty without.</param>
/// <param name="Name">The name in errors.</param>
/// <param name="Parsing">How to parse.</param>
/// <param name="Rendering">How to render; model and includes are still to be read.</param>
internal sealed record TemplateArguments(
    string File, string Model, string Includes, string Name, TemplateParseOptions Parsing, TemplateRenderOptions Rendering)
{
    public static TemplateArguments Read(CommandContext context)
    {
        var inputs = context.Inputs;
        var file = inputs.Get(TemplateInputs.File);
        if (file.Length == 0)
        {
            inputs.Problem(TemplateInputs.File, "There is no template to render.", $"Give one: `--{TemplateInputs.File.Name} FILE`.");
        }

        if (inputs.Get(TemplateInputs.Language) == "liquid")
        {
            inputs.Problem(TemplateInputs.Language, "Liquid is not supported.", "Write the template in Scriban's own language, the default.");
        }

        var parsing = new TemplateParseOptions
        {
            Profile = inputs.Get(TemplateInputs.Profile),
            Mode = inputs.Get(TemplateInputs.Mode),
            ExpressionDepthLimit = inputs.Get(TemplateInputs.ExpressionDepth),
            AutoIndent = inputs.Get(TemplateInputs.AutoIndent),
        };
        var arguments = new TemplateArguments(
            file, inputs.Get(TemplateInputs.Model), inputs.Get(TemplateInputs.Includes), inputs.Get(TemplateInputs.Name), parsing, Options(inputs));
        inputs.ThrowIfAny();
        return arguments;
    }

    private static TemplateRenderOptions Options(InputReader inputs)
    {
        var profile = inputs.Get(TemplateInputs.Profile);
        return new TemplateRenderOptions
        {
            Profile = profile,
            Limits = Limits(inputs, profile == TemplateProfile.Manifest ? TemplateLimits.Manifest : TemplateLimits.Scriban),
            StrictVariables = Given(inputs, TemplateInputs.StrictVariables),
            RelaxedMemberAccess = TemplateInputs.RelaxedMember.Given(inputs),
            RelaxedTargetAccess = TemplateInputs.RelaxedTarget.Given(inputs) ?? false,
            RelaxedIndexerAccess = TemplateInputs.RelaxedIndexer.Given(inputs) ?? true,
            RelaxedFunctionAccess = TemplateInputs.RelaxedFunction.Given(inputs) ?? false,
            NullIndexer = TemplateInputs.NullIndexer.Given(inputs) ?? false,
            IndentOnEmptyLines = inputs.Get(TemplateInputs.IndentOnEmptyLines),
            RandomSeed = inputs.IsGiven(TemplateInputs.Seed) ? inputs.Get(TemplateInputs.Seed) : null,
        };
    }

    private static TemplateLimits Limits(InputReader inputs, TemplateLimits of) => of with
    {
        LoopLimit = Given(inputs, TemplateInputs.LoopLimit) ?? of.LoopLimit,
        StringLength = Given(inputs, TemplateInputs.LimitToString) ?? of.StringLength,
        OutputLength = Given(inputs, TemplateInputs.LimitToString) ?? of.OutputLength,
        RecursiveLimit = Given(inputs, TemplateInputs.RecursiveLimit) ?? of.RecursiveLimit,
        ObjectRecursionLimit = Given(inputs, TemplateInputs.ObjectRecursionLimit) ?? of.ObjectRecursionLimit,
        RegexTime = Given(inputs, TemplateInputs.RegexTime) ?? of.RegexTime,
    };

    private static T? Given<T>(InputReader inputs, Input<T> input)
        where T : struct => inputs.IsGiven(input) ? inputs.Get(input) : null;
}
