using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Testing.Actions;

namespace PipelineKit.Tests.Cli;

/// <summary>Runs the program in this process, with its own folder and variables.</summary>
internal sealed class CommandLineRun : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ActionDefinition> Commands { get; init; } = SampleCatalog.Both.Actions;

    public TempFolder Folder => _folder;

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string All => Output + Error;

    /// <summary>Makes the variables those of a GitHub runner, with its command files in the folder.</summary>
    public CommandLineRun OnGitHub()
    {
        Variables["GITHUB_ACTIONS"] = "true";
        Variables["GITHUB_WORKSPACE"] = _folder.Path;
        Variables["RUNNER_TEMP"] = Path.Combine(_folder.Path, "temp");
        Variables["GITHUB_OUTPUT"] = _folder.Write("output", "");
        Variables["GITHUB_STEP_SUMMARY"] = _folder.Write("summary.md", "");
        return this;
    }

    /// <summary>Makes the variables those of an Azure agent.</summary>
    public CommandLineRun OnAzure()
    {
        Variables["TF_BUILD"] = "True";
        Variables["BUILD_SOURCESDIRECTORY"] = _folder.Path;
        Variables["AGENT_TEMPDIRECTORY"] = Path.Combine(_folder.Path, "temp");
        return this;
    }

    public Task<ExitCode> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public Task<ExitCode> RunAsync(CancellationToken cancellation, params string[] arguments) =>
        new Application
        {
            Published = SampleCatalog.Both with { Actions = Commands },
            Commands = Commands,
            Variables = Variables,
            Output = _output,
            Error = _error,
            Facts = new ProcessFacts { CurrentFolder = _folder.Path },
            Time = TimeProvider.System,
        }.RunAsync(arguments, cancellation);

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
