using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Cli;

namespace PipelineKit.Tests;

/// <summary>Runs a command as each host starts it: options, <c>INPUT_*</c> of an action, <c>INPUT_*</c> of a task.</summary>
internal static class HostInputsOf
{
    /// <summary>The words of a command line, and those of these options that are not among them.</summary>
    public static IEnumerable<string> With(string[] words, params (string Option, string Value)[] options) =>
        words.Concat(options.Where(o => !words.Contains(o.Option, StringComparer.Ordinal)).SelectMany(o => (string[])[o.Option, o.Value]));

    public static Task<ExitCode> RunAsync(CommandLineRun program, HostKind kind, string command, IReadOnlyDictionary<string, string> inputs)
    {
        if (kind == HostKind.Console)
        {
            return program.RunAsync([command, .. inputs.SelectMany(i => (string[])["--" + i.Key, i.Value])]);
        }

        _ = kind == HostKind.GitHub ? program.OnGitHub() : program.OnAzure();
        foreach (var (name, value) in inputs.Append(new KeyValuePair<string, string>("command", command)))
        {
            program.Variables["INPUT_" + (kind == HostKind.GitHub ? name : AzureName.Of(name)).ToUpperInvariant()] = value;
        }

        return program.RunAsync();
    }
}
