using System.Text;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.PullRequests;

/// <summary>How a Git command ended.</summary>
internal sealed record GitAnswer(int ExitCode, byte[] Output, string Error)
{
    /// <summary>Standard output as text, without the end of the last line.</summary>
    internal string Text => Encoding.UTF8.GetString(Output).TrimEnd('\n');
}

/// <summary>
/// Runs Git's plumbing. Nothing of the user takes part: no hooks, filters, signatures, replacements, file monitors, networks, nor the configuration of
/// the user and the machine; of the repository's own configuration only what says how it is stored. What talks to a remote is told apart by <see cref="With"/>.
/// </summary>
internal sealed class GitCommand(ProcessRunner runner, LocalGitOptions options)
{
    private const int MaximumOutput = 512 * 1024 * 1024;
    private const int MaximumShown = 500;

    private static readonly string[] Settings =
    [
        "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.autocrlf=false", "core.ignoreCase=false", "core.precomposeUnicode=false",
        "core.splitIndex=false", "core.untrackedCache=false", "core.sparseCheckout=false", "index.sparse=false", "core.protectNTFS=true", "core.protectHFS=true",
        "commit.gpgSign=false", "i18n.commitEncoding=UTF-8", "gc.auto=0",
    ];

    private static readonly Dictionary<string, string> Isolation = new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_NO_REPLACE_OBJECTS"] = "1",
        ["GIT_NO_LAZY_FETCH"] = "1",
        ["GIT_ALLOW_PROTOCOL"] = "none",
    };

    private string[] _settings = Settings;
    private readonly Dictionary<string, string> _variables = new(Isolation, StringComparer.Ordinal);

    /// <summary>The same for one repository and one temporary index.</summary>
    /// <param name="gitFolder">The repository's own folder, absolute.</param>
    /// <param name="workspace">A folder for the temporary index, where commands run.</param>
    internal GitCommand In(string gitFolder, string workspace)
    {
        var command = new GitCommand(runner, options) { Folder = workspace };
        command._variables["GIT_DIR"] = gitFolder;
        command._variables["GIT_INDEX_FILE"] = Path.Combine(workspace, "index");
        return command;
    }

    /// <summary>The same with other settings and variables; a variable that is null is not set.</summary>
    internal GitCommand With(IEnumerable<string> settings, IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var command = new GitCommand(runner, options) { Folder = Folder, _settings = [.. _settings, .. settings] };
        command._variables.Clear();
        foreach (var (name, value) in _variables.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)).Concat(variables))
        {
            if (value is null)
            {
                command._variables.Remove(name);
            }
            else
            {
                command._variables[name] = value;
            }
        }

        return command;
    }

    /// <summary>Where commands run.</summary>
    internal string Folder { get; private init; } = options.Folder;

    /// <summary>Runs it with these variables beside the usual ones, and takes any exit code.</summary>
    internal async Task<GitAnswer> TryAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(_variables, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return await StartAsync([.. _settings.SelectMany(s => (string[])["-c", s]), .. arguments], input, environment, cancellation);
    }

    /// <summary>Runs it and takes any exit code.</summary>
    internal Task<GitAnswer> TryAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        TryAsync(arguments, input: default, new Dictionary<string, string>(StringComparer.Ordinal), cancellation);

    /// <summary>Runs it; any exit code but 0 is a failure.</summary>
    /// <exception cref="FailureException">PK0501, with what Git said.</exception>
    internal async Task<GitAnswer> RunAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        var answer = await TryAsync(arguments, input, new Dictionary<string, string>(StringComparer.Ordinal), cancellation);
        return answer.ExitCode == 0 ? answer : throw Failed(arguments.First(), answer);
    }

    /// <summary>Asks Git about the folder with the configuration of user and machine, which is where a person says whose repositories are trusted.</summary>
    internal Task<GitAnswer> AskAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        StartAsync([.. arguments], input: default, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_TERMINAL_PROMPT"] = "0" }, cancellation);

    /// <summary>What Git said, as a failure.</summary>
    internal static FailureException Failed(string command, GitAnswer answer)
    {
        var said = answer.Error.Trim();
        said = said.Length <= MaximumShown ? said : said[..MaximumShown] + "...";
        return new FailureException(new Failure(
            FailureCodes.UnusableRepository, $"`git {command}` ended with {answer.ExitCode}: {(said.Length == 0 ? "no message" : said)}"));
    }

    private async Task<GitAnswer> StartAsync(string[] arguments, ReadOnlyMemory<byte> input, Dictionary<string, string> variables, CancellationToken cancellation)
    {
        var request = new ProcessRequest
        {
            Program = options.Program,
            Arguments = arguments,
            Folder = Folder,
            Environment = variables,
            Input = input,
            MaximumOutputBytes = MaximumOutput,
            Timeout = options.CommandTimeout,
        };
        try
        {
            var result = await runner.RunAsync(request, cancellation);
            return new GitAnswer(result.ExitCode, result.Output, result.Error);
        }
        catch (ProcessException e)
        {
            throw new FailureException(new Failure(
                FailureCodes.UnusableRepository,
                e.Message,
                e.Problem == ProcessProblem.NotStarted ? "Install Git (2.25 or newer) where this program runs, and see that it is on PATH." : null));
        }
    }
}
