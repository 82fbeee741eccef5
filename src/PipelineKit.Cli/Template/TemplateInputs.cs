using PipelineKit.Actions;
using PipelineKit.Templating;

namespace PipelineKit.Cli.Template;

/// <summary>The options of <c>template</c>.</summary>
internal static class TemplateInputs
{
    public static readonly Input<string> File = Inputs.Path("template", "The template.");

    public static readonly Input<string> Model = Inputs.Path("model", "The variables: a JSON object. Integers of any size stay exact.");

    public static readonly Input<string> Includes = Inputs.Path(
        "includes",
        "What `include` finds: a JSON object of names and texts. It may also be one with the member `templates`, and beside it `default` (the text of names that are not there; `$name` stands for the name), "
            + "`null_paths` and `null_loads` (names that have no path, or no text).");

    public static readonly Input<string> Name = Inputs.Text("name", "The name of the template in errors.", "text");

    public static readonly Input<TemplateProfile> Profile = Inputs.Choice(
        "profile",
        "The rules. `scriban` is the default here, because this command is for the language; `render` goes by `manifest`.",
        [("scriban", TemplateProfile.Scriban), ("manifest", TemplateProfile.Manifest)],
        "scriban");

    public static readonly Input<string> Language = Inputs.Choice("lang", "The language; only `default` is supported.", [("default", "default"), ("liquid", "liquid")], "default");

    public static readonly Input<TemplateMode> Mode = Inputs.Choice(
        "mode",
        "How the file is divided into text and code.",
        [
            ("template", TemplateMode.Default), ("script", TemplateMode.ScriptOnly), ("front-matter", TemplateMode.FrontMatterOnly),
            ("front-matter-and-template", TemplateMode.FrontMatterAndContent),
        ],
        "template");

    public static readonly Input<int> LoopLimit = Limit("loop-limit", "Iterations of a nest of loops.", int.MaxValue);

    public static readonly Input<int> LimitToString = Limit("limit-to-string", "Characters of the output and of a text that the template builds.", int.MaxValue);

    public static readonly Input<int> RecursiveLimit = Limit("recursive-limit", "Depth of calls and includes.", int.MaxValue);

    public static readonly Input<int> ObjectRecursionLimit = Limit("object-recursion-limit", "Depth to which lists and objects are printed.", 1000);

    public static readonly Input<TimeSpan> RegexTime = Inputs.Duration("regex-time-out", "Longest run of one regular expression.", "10s");

    public static readonly Input<int> ExpressionDepth = Inputs.Whole(
        "expression-depth-limit", "Nesting of expressions and statements.", TemplateParseOptions.Default.ExpressionDepthLimit, 1, 1000);

    public static readonly Input<bool> StrictVariables = Inputs.Flag("strict-variables", "An unknown variable is an error. Without it the profile decides.");

    public static readonly Switch RelaxedMember = Switch.Of("relaxed-member-access", "A missing member is null. Without it the profile decides.");

    public static readonly Switch RelaxedTarget = Switch.Of("relaxed-target-access", "A member of null is null.");

    public static readonly Switch RelaxedIndexer = Switch.Of("relaxed-indexer-access", "An index out of the range of a list is null; so it is unless this is false.");

    public static readonly Switch RelaxedFunction = Switch.Of("relaxed-function-access", "Calling an unknown function is null.");

    public static readonly Switch NullIndexer = Switch.Of("null-indexer", "Indexing with null is null.");

    public static readonly Input<bool> AutoIndent = Inputs.Flag("auto-indent", "Code that begins an indented line indents what it writes.", @default: true);

    public static readonly Input<bool> IndentOnEmptyLines = Inputs.Flag("indent-on-empty-lines", "So are the empty lines of it.", @default: true);

    public static readonly Input<int> Seed = Inputs.Whole("random-seed", "The seed of `math.random` and `math.uuid`.", 0, 0, int.MaxValue);

    /// <summary>In the order the help has them.</summary>
    public static IReadOnlyList<Input> All { get; } =
    [
        File, Model, Includes, Name, Profile, Language, Mode, LoopLimit, LimitToString, RecursiveLimit, ObjectRecursionLimit, RegexTime, ExpressionDepth, StrictVariables,
        .. RelaxedMember.Names, .. RelaxedTarget.Names, .. RelaxedIndexer.Names, .. RelaxedFunction.Names, .. NullIndexer.Names, AutoIndent, IndentOnEmptyLines, Seed,
    ];

    private static Input<int> Limit(string name, string description, int most) => Inputs.Whole(name, description + " 0 turns it off; without it the profile decides.", 0, 0, most);
}

/// <summary>A switch of the language that goes by two names: the short one, and the one the Scriban engine gives it.</summary>
/// <param name="Short">As in <c>--null-indexer</c>.</param>
/// <param name="Long">As in <c>--enable-null-indexer</c>.</param>
internal sealed record Switch(Input<bool> Short, Input<bool> Long)
{
    public IReadOnlyList<Input> Names => [Short, Long];

    public static Switch Of(string name, string description) => new(Inputs.Flag(name, description), Inputs.Flag("enable-" + name, $"The same as `--{name}`."));

    /// <summary>What was given; null when neither was.</summary>
    public bool? Given(InputReader inputs) => inputs.IsGiven(Short) ? inputs.Get(Short) : inputs.IsGiven(Long) ? inputs.Get(Long) : null;
}
